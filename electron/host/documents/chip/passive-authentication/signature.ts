import {
  type Certificate,
  describeAlgorithm,
  describePublicKey,
  readPublicKey,
} from '../certificates/index.ts';
import { type SignerInfo, verifySigner } from '../cms/index.ts';
import type { DocumentSecurityObject } from '../sod/index.ts';
import { failed, passed, type Verdict } from './step.ts';

export interface SignatureCheck {
  readonly verdict: Verdict;
  /** The document signer's certificate, verified or merely named. */
  readonly certificate: Certificate | null;
  readonly signer: SignerInfo | null;
}

/** Key purposes of Doc 9303-12 §7.1.1: whoever signs lists, seals or deviations does not sign passports. */
const OTHER_PURPOSES = '2.23.136.1.1.';

function maySignDocuments({ extensions }: Certificate): boolean {
  if (extensions.keyUsage?.digitalSignature === false) return false;
  return !extensions.extendedKeyUsage?.some((purpose) => purpose.startsWith(OTHER_PURPOSES));
}

/** Verifies each signer of EF.SOD (Doc 9303-11 §5.1 step 2); there is one in all known passports. */
export function checkSignatures({ signedData }: DocumentSecurityObject): SignatureCheck[] {
  const checks = signedData.signers.map((signer): SignatureCheck => {
    const verdict = verifySigner(signedData, signer);
    const { certificate } = verdict;
    if (!verdict.good) return { verdict: failed(verdict.fault), certificate, signer };
    const facts = {
      algorithm: describeAlgorithm(verdict.algorithm),
      key: describePublicKey(readPublicKey(verdict.certificate.publicKeyInfo)),
    };
    if (!maySignDocuments(verdict.certificate)) {
      return { verdict: failed('not-a-document-signer', facts), certificate, signer };
    }
    return { verdict: passed('signature-good', facts), certificate, signer };
  });
  return checks.length > 0 ? checks : [{ verdict: failed('no-signer'), certificate: null, signer: null }];
}
