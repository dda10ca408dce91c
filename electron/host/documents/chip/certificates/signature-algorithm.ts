import { ChipError } from '../errors.ts';
import { childrenOf, DER, findTlv, oidOf, type Tlv } from '../tlv/index.ts';
import { type HashName, hashOfAlgorithm } from './digest.ts';

export type SignatureAlgorithm =
  | { readonly scheme: 'RSA-PKCS1'; readonly hash: HashName }
  | { readonly scheme: 'RSA-PSS'; readonly hash: HashName; readonly maskHash: HashName }
  | { readonly scheme: 'ECDSA'; readonly hash: HashName; readonly encoding: 'der' | 'plain' };

const WITH_HASH: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.5': { scheme: 'RSA-PKCS1', hash: 'SHA-1' },
  '1.2.840.113549.1.1.14': { scheme: 'RSA-PKCS1', hash: 'SHA-224' },
  '1.2.840.113549.1.1.11': { scheme: 'RSA-PKCS1', hash: 'SHA-256' },
  '1.2.840.113549.1.1.12': { scheme: 'RSA-PKCS1', hash: 'SHA-384' },
  '1.2.840.113549.1.1.13': { scheme: 'RSA-PKCS1', hash: 'SHA-512' },
  '1.2.840.10045.4.1': { scheme: 'ECDSA', hash: 'SHA-1', encoding: 'der' },
  '1.2.840.10045.4.3.1': { scheme: 'ECDSA', hash: 'SHA-224', encoding: 'der' },
  '1.2.840.10045.4.3.2': { scheme: 'ECDSA', hash: 'SHA-256', encoding: 'der' },
  '1.2.840.10045.4.3.3': { scheme: 'ECDSA', hash: 'SHA-384', encoding: 'der' },
  '1.2.840.10045.4.3.4': { scheme: 'ECDSA', hash: 'SHA-512', encoding: 'der' },
  // BSI TR-03111 §5.2.1, ecdsa-plain-signatures.
  '0.4.0.127.0.7.1.1.4.1.1': { scheme: 'ECDSA', hash: 'SHA-1', encoding: 'plain' },
  '0.4.0.127.0.7.1.1.4.1.2': { scheme: 'ECDSA', hash: 'SHA-224', encoding: 'plain' },
  '0.4.0.127.0.7.1.1.4.1.3': { scheme: 'ECDSA', hash: 'SHA-256', encoding: 'plain' },
  '0.4.0.127.0.7.1.1.4.1.4': { scheme: 'ECDSA', hash: 'SHA-384', encoding: 'plain' },
  '0.4.0.127.0.7.1.1.4.1.5': { scheme: 'ECDSA', hash: 'SHA-512', encoding: 'plain' },
};

const RSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';

/** RSASSA-PSS-params (RFC 8017 §A.2.3): explicit tags, SHA-1 where nothing is said. */
function readPss(parameters: Tlv | undefined): SignatureAlgorithm {
  const fields = parameters?.tag === DER.sequence ? childrenOf(parameters) : [];
  const inside = (tag: number): Tlv | undefined => {
    const field = findTlv(fields, tag);
    return field && childrenOf(field)[0];
  };
  const hashField = inside(0xa0);
  const maskField = inside(0xa1);
  const hash = hashField ? hashOfAlgorithm(hashField) : 'SHA-1';
  if (!maskField) return { scheme: 'RSA-PSS', hash, maskHash: 'SHA-1' };
  const [mask, maskHash] = childrenOf(maskField);
  if (!mask || oidOf(mask) !== MGF1 || !maskHash) {
    throw new ChipError('chip/unsupported', 'an unknown mask function');
  }
  return { scheme: 'RSA-PSS', hash, maskHash: hashOfAlgorithm(maskHash) };
}

/**
 * Reads a signature's AlgorithmIdentifier.
 * @param digest the hash of a SignerInfo's digestAlgorithm: some signers name their key's algorithm alone
 * @throws ChipError `chip/unsupported`, `chip/malformed`
 */
export function readSignatureAlgorithm(algorithm: Tlv, digest?: HashName): SignatureAlgorithm {
  const [oidTlv, parameters] = childrenOf(algorithm);
  if (!oidTlv) throw new ChipError('chip/malformed', 'an empty algorithm identifier');
  const oid = oidOf(oidTlv);
  const known = WITH_HASH[oid];
  if (known) return known;
  if (oid === RSA_PSS) return readPss(parameters);
  if (digest && oid === RSA_ENCRYPTION) return { scheme: 'RSA-PKCS1', hash: digest };
  if (digest && oid === EC_PUBLIC_KEY) return { scheme: 'ECDSA', hash: digest, encoding: 'der' };
  throw new ChipError('chip/unsupported', `signature algorithm ${oid}`);
}

/** As in a report: `RSA-PSS/SHA-256`, `ECDSA/SHA-1`. */
export function describeAlgorithm(algorithm: SignatureAlgorithm): string {
  return `${algorithm.scheme}/${algorithm.hash}`;
}
