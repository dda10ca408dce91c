import { type CipherSuite, SUITES } from '../crypto/index.ts';
import { DH_GROUPS } from '../dh/index.ts';
import { CURVES } from '../ec/index.ts';
import type { PaceInfo } from '../security-infos/index.ts';
import { dhPaceGroup } from './dh-group.ts';
import { ecPaceGroup } from './ec-group.ts';
import type { PaceGroup } from './group.ts';

export type PaceMapping = 'GM' | 'IM' | 'CAM';

/** One way of doing PACE that both sides know. */
export interface PaceAlgorithm {
  readonly oid: string;
  readonly agreement: 'DH' | 'ECDH';
  readonly mapping: PaceMapping;
  readonly suite: CipherSuite;
  readonly parameterId: number;
  /** Name of the curve or group. */
  readonly parameters: string;
  readonly group: () => PaceGroup<unknown>;
}

const MECHANISMS: Readonly<Record<string, { agreement: 'DH' | 'ECDH'; mapping: PaceMapping }>> = {
  1: { agreement: 'DH', mapping: 'GM' },
  2: { agreement: 'ECDH', mapping: 'GM' },
  3: { agreement: 'DH', mapping: 'IM' },
  4: { agreement: 'ECDH', mapping: 'IM' },
  6: { agreement: 'ECDH', mapping: 'CAM' },
};
const CIPHERS: Readonly<Record<string, CipherSuite>> = {
  1: SUITES['3DES'],
  2: SUITES['AES-128'],
  3: SUITES['AES-192'],
  4: SUITES['AES-256'],
};
const ID_PACE = '0.4.0.127.0.7.2.2.4.';

/**
 * What a PACEInfo stands for (Doc 9303-11 §9.2.1, §9.2.3), or null when this reader does not know it: parameters that
 * are not among the standardized ones are never used, for they may leak the password (§9.2.2).
 */
export function paceAlgorithm({ oid, parameterId, version }: PaceInfo): PaceAlgorithm | null {
  const [mechanism = '', cipher = ''] = oid.startsWith(ID_PACE) ? oid.slice(ID_PACE.length).split('.') : [];
  const known = MECHANISMS[mechanism];
  const suite = CIPHERS[cipher];
  if (!known || !suite || parameterId === null || version !== 2) return null;
  if (known.mapping === 'CAM' && suite.cipher === '3des') return null;
  const common = { oid, ...known, suite, parameterId };
  if (known.agreement === 'DH') {
    const group = DH_GROUPS.find(({ standardId }) => standardId === parameterId);
    return group ? { ...common, parameters: group.name, group: () => dhPaceGroup(group) } : null;
  }
  const curve = CURVES.find(({ standardId }) => standardId === parameterId);
  // The point encoding of the integrated mapping needs p = 3 mod 4 (§9.5.1, note on P-224).
  if (!curve || (known.mapping === 'IM' && curve.p % 4n !== 3n)) return null;
  return { ...common, parameters: curve.name, group: () => ecPaceGroup(curve) };
}

/** The algorithm to use of those a chip offers: chip authentication mapping first, then in the chip's order; or null. */
export function choosePace(offered: readonly PaceInfo[]): PaceAlgorithm | null {
  const known = offered.map(paceAlgorithm).filter((one) => one !== null);
  return known.find(({ mapping }) => mapping === 'CAM') ?? known[0] ?? null;
}
