export {
  readSignedData,
  type SignedData,
  type SignedDataLimits,
  type SignerId,
  type SignerInfo,
} from './signed-data.ts';
export { type SignerFault, type SignerVerdict, signerCertificates, verifySigner } from './verify-signer.ts';
