import type { AccessKey } from '../access-key/index.ts';
import type { HashName } from '../certificates/index.ts';
import type { CipherSuite } from '../crypto/index.ts';
import type { DhGroup, DhKeyPair } from '../dh/index.ts';
import type { Curve, EcKeyPair } from '../ec/index.ts';
import type { IssuingKey } from '../issuing/index.ts';
import type { PaceAlgorithm } from '../pace/index.ts';

/** A chip's static key pair for chip authentication or chip authentication mapping. */
export type ChipKeyPair =
  | { readonly kind: 'ec'; readonly curve: Curve; readonly pair: EcKeyPair }
  | { readonly kind: 'dh'; readonly group: DhGroup; readonly pair: DhKeyPair };

/** Everything that is inside one virtual chip: files, keys, and what it can do. */
export interface ChipPersonality {
  /** Files of the master file by identifier; EF.CardSecurity (011D) among them where there is one. */
  readonly masterFile: ReadonlyMap<number, Uint8Array>;
  /** Files of the eMRTD application by identifier. */
  readonly application: ReadonlyMap<number, Uint8Array>;
  /** What opens it; none for a chip without access control. */
  readonly keys: readonly AccessKey[];
  readonly pace: readonly PaceAlgorithm[];
  readonly basicAccess: boolean;
  readonly chipAuthentication: {
    readonly suites: readonly CipherSuite[];
    readonly key: ChipKeyPair;
  } | null;
  /** The static key of chip authentication mapping. */
  readonly mappingKey: ChipKeyPair | null;
  readonly activeAuthentication: { readonly key: IssuingKey; readonly hash: HashName } | null;
  /** Most octets one READ BINARY gives; a chip asked for more answers 6700. Unlimited when absent. */
  readonly longestRead?: number;
}
