import { type CipherSuite, SUITES } from '../crypto/index.ts';
import { understood } from '../errors.ts';
import type { ChipAuthenticationKeyInfo, SecurityInfos } from '../security-infos/index.ts';
import { type ChipStaticKey, readStaticKey } from './static-key.ts';

/** One way of chip authentication that both sides know. */
export interface ChipAuthenticationMethod {
  /** Null where the chip states a key and no protocol: then it is triple DES (TR-03110-3 §A.1.1.2). */
  readonly oid: string | null;
  readonly suite: CipherSuite;
  readonly key: ChipStaticKey;
  /** Sent along when the chip has several keys. */
  readonly keyId: bigint | null;
}

const ID_CA = '0.4.0.127.0.7.2.2.3.';
const CIPHERS: Readonly<Record<string, CipherSuite>> = {
  1: SUITES['3DES'],
  2: SUITES['AES-128'],
  3: SUITES['AES-192'],
  4: SUITES['AES-256'],
};

interface Candidate {
  readonly oid: string | null;
  readonly suite: CipherSuite;
  readonly keyInfo: ChipAuthenticationKeyInfo;
  readonly keyId: bigint | null;
}

function candidates({ chipAuthentication, chipAuthenticationKeys }: SecurityInfos): Candidate[] {
  if (chipAuthentication.length === 0) {
    return chipAuthenticationKeys.map((keyInfo) => ({
      oid: null,
      suite: SUITES['3DES'],
      keyInfo,
      keyId: keyInfo.keyId,
    }));
  }
  return chipAuthentication.flatMap(({ oid, keyId }) => {
    const [agreement, cipher = ''] = oid.slice(ID_CA.length).split('.');
    const suite = CIPHERS[cipher];
    const kind = agreement === '1' ? 'dh' : 'ec';
    const keyInfo = chipAuthenticationKeys.find(
      (key) => key.kind === kind && (keyId === null || key.keyId === null || key.keyId === keyId),
    );
    return suite && keyInfo ? [{ oid, suite, keyInfo, keyId: keyId ?? keyInfo.keyId }] : [];
  });
}

/** Curves before groups, then the longer key. */
function rank({ keyInfo, suite }: Candidate): number {
  const strength = suite.cipher === '3des' ? 0 : suite.keyLength;
  return (keyInfo.kind === 'ec' ? 100 : 0) + strength;
}

/**
 * The method to use of those a chip states in DG14, the strongest that this reader knows.
 * @returns null when it states none; `unsupported` when it states some and none is known
 */
export function chooseChipAuthentication(
  infos: SecurityInfos,
): ChipAuthenticationMethod | 'unsupported' | null {
  if (infos.chipAuthentication.length === 0 && infos.chipAuthenticationKeys.length === 0) return null;
  const severalKeys = infos.chipAuthenticationKeys.length > 1;
  for (const candidate of candidates(infos).sort((a, b) => rank(b) - rank(a))) {
    const key = understood(() => readStaticKey(candidate.keyInfo));
    if (!key) continue;
    const { oid, suite, keyId } = candidate;
    return { oid, suite, key, keyId: severalKeys || keyId !== null ? keyId : null };
  }
  return 'unsupported';
}
