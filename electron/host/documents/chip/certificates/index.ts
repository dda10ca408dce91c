export {
  type Certificate,
  isLink,
  isSelfIssued,
  readableCertificates,
  readCertificate,
} from './certificate.ts';
export {
  digestLength,
  digestOf,
  type HashName,
  hashOfAlgorithm,
  hashOfOid,
  oidOfHash,
} from './digest.ts';
export type { Extensions } from './extensions.ts';
export { countryOf, describeName, type Name, type NameAttribute, readName } from './name.ts';
export { describePublicKey, type PublicKey, readPublicKey } from './public-key.ts';
export { digestInfo, mgf1, modPow, padPkcs1, type RsaPublicKey, rsaBits, rsaRecover } from './rsa.ts';
export { describeAlgorithm, readSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithm.ts';
export { readTime } from './time.ts';
export { isIssuedBy, verifySignature } from './verify.ts';
