import { readPublicKey } from '../certificates/index.ts';
import { checkDhPublicKey, DH_GROUPS, type DhGroup } from '../dh/index.ts';
import { type Curve, type CurvePoint, curveByStandardId, decodePoint } from '../ec/index.ts';
import { ChipError } from '../errors.ts';
import type { ChipAuthenticationKeyInfo } from '../security-infos/index.ts';
import {
  bitStringOf,
  childrenOf,
  DER,
  integerOf,
  oidOf,
  readTlv,
  smallIntegerOf,
  type Tlv,
} from '../tlv/index.ts';

/** A chip's static key for chip authentication or chip authentication mapping. */
export type ChipStaticKey =
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: CurvePoint }
  | { readonly kind: 'dh'; readonly group: DhGroup; readonly publicKey: bigint };

/** Domain parameters named by number (Doc 9303-11 §9.5.1). */
const STANDARDIZED = '0.4.0.127.0.7.1.2';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
/** X9.42 and PKCS #3: SEQUENCE { p, g, q } and SEQUENCE { p, g, length OPTIONAL }. */
const DH_PUBLIC_NUMBER = '1.2.840.10046.2.1';
const PKCS3 = '1.2.840.113549.1.3.1';

const FEWEST_BITS = 1024;
const MOST_BITS = 8192;

function readGroup(parameters: Tlv, withOrder: boolean): DhGroup {
  const [pTlv, gTlv, qTlv] = childrenOf(parameters);
  if (!pTlv || !gTlv || pTlv.value.length > MOST_BITS / 8 + 1) {
    throw new ChipError('chip/unsupported', 'unusual parameters of a group');
  }
  const [p, g] = [integerOf(pTlv), integerOf(gTlv)];
  const known = DH_GROUPS.find((group) => group.p === p && group.g === g);
  if (known) return known;
  const q = withOrder && qTlv?.tag === DER.integer ? integerOf(qTlv) : null;
  const bits = p.toString(2).length;
  if (p < 0n || bits < FEWEST_BITS || p % 2n === 0n || g < 2n || g >= p || (q !== null && q < 2n)) {
    throw new ChipError('chip/unsupported', 'unusual parameters of a group');
  }
  return { name: `${bits}-bit MODP`, standardId: null, p, g, q };
}

function dhKey(group: DhGroup, key: Uint8Array): ChipStaticKey {
  const tlv = readTlv(key, DER.integer);
  if (tlv.value.length > MOST_BITS / 8 + 1) throw new ChipError('chip/malformed', 'a key beyond its group');
  return { kind: 'dh', group, publicKey: checkDhPublicKey(group, integerOf(tlv)) };
}

function standardKey(id: number, key: Uint8Array): ChipStaticKey {
  const group = DH_GROUPS.find(({ standardId }) => standardId === id);
  if (group) return dhKey(group, key);
  const curve = curveByStandardId(id);
  return { kind: 'ec', curve, point: decodePoint(curve, key) };
}

/**
 * Reads the key of a ChipAuthenticationPublicKeyInfo (Doc 9303-11 §9.2.6, §9.5): on a curve or in a group, whose parameters
 * are named, numbered or spelled out.
 * @throws ChipError `chip/unsupported`, `chip/malformed`, `chip/protocol` for a key outside its group
 */
export function readStaticKey(info: ChipAuthenticationKeyInfo): ChipStaticKey {
  const [algorithm, bits] = childrenOf(readTlv(info.publicKeyInfo, DER.sequence));
  if (!algorithm || !bits) throw new ChipError('chip/malformed', 'not a public key');
  const [oid, parameters] = childrenOf(algorithm);
  if (!oid || !parameters) throw new ChipError('chip/malformed', 'a public key without its parameters');
  const key = bitStringOf(bits);
  switch (oidOf(oid)) {
    case STANDARDIZED:
      return standardKey(smallIntegerOf(parameters), key);
    case DH_PUBLIC_NUMBER:
      return dhKey(readGroup(parameters, true), key);
    case PKCS3:
      return dhKey(readGroup(parameters, false), key);
    case EC_PUBLIC_KEY: {
      const read = readPublicKey(info.publicKeyInfo);
      if (read.kind === 'ec') return read;
      break;
    }
  }
  throw new ChipError('chip/unsupported', 'not a key for an agreement');
}
