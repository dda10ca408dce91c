import {
  type Certificate,
  digestOf,
  hashOfAlgorithm,
  readableCertificates,
  readPublicKey,
  readSignatureAlgorithm,
  type SignatureAlgorithm,
  verifySignature,
} from '../certificates/index.ts';
import { ChipError } from '../errors.ts';
import { equalBytes } from '../tlv/index.ts';
import type { SignedData, SignerInfo } from './signed-data.ts';

export type SignerFault =
  /** Without them the signature could be one over other attributes (RFC 5652 §5.3 demands them here). */
  | 'no-signed-attributes'
  | 'content-type-differs'
  /** The content is not what was signed. */
  | 'content-changed'
  | 'no-certificate'
  | 'signature-wrong'
  | 'algorithm-unsupported';

export type SignerVerdict =
  | { readonly good: true; readonly certificate: Certificate; readonly algorithm: SignatureAlgorithm }
  | { readonly good: false; readonly fault: SignerFault; readonly certificate: Certificate | null };

function named(signer: SignerInfo, certificate: Certificate): boolean {
  const { id } = signer;
  if (id.by === 'key-id') return certificate.extensions.subjectKeyId === id.keyId;
  return certificate.serial === id.serial && certificate.issuer.comparable === id.issuer.comparable;
}

/**
 * The certificates a signer may have used, the one it names first. The others follow, for names are spelled in many
 * ways; a wrong one does no harm, as only the right key verifies the signature.
 */
export function signerCertificates(data: SignedData, signer: SignerInfo): Certificate[] {
  const all = readableCertificates(data.certificates);
  return [
    ...all.filter((certificate) => named(signer, certificate)),
    ...all.filter((one) => !named(signer, one)),
  ];
}

function contentFault(data: SignedData, signer: SignerInfo): SignerFault | null {
  if (!signer.signedAttributes || !signer.messageDigest) return 'no-signed-attributes';
  if (signer.contentType !== data.contentType) return 'content-type-differs';
  const digest = digestOf(hashOfAlgorithm(signer.digestAlgorithm), data.content);
  return equalBytes(digest, signer.messageDigest) ? null : 'content-changed';
}

function verify(data: SignedData, signer: SignerInfo, certificates: readonly Certificate[]): SignerVerdict {
  const [first = null] = certificates;
  const fault = contentFault(data, signer);
  if (fault) return { good: false, fault, certificate: first };
  const signed = signer.signedAttributes as Uint8Array;
  const digest = hashOfAlgorithm(signer.digestAlgorithm);
  const algorithm = readSignatureAlgorithm(signer.signatureAlgorithm, digest);
  let unsupported = false;
  for (const certificate of certificates) {
    try {
      const key = readPublicKey(certificate.publicKeyInfo);
      if (verifySignature(algorithm, key, signed, signer.signature))
        return { good: true, certificate, algorithm };
    } catch (error) {
      if (!(error instanceof ChipError)) throw error;
      unsupported ||= error.code === 'chip/unsupported';
    }
  }
  if (!first) return { good: false, fault: 'no-certificate', certificate: null };
  return {
    good: false,
    fault: unsupported ? 'algorithm-unsupported' : 'signature-wrong',
    certificate: first,
  };
}

/**
 * Verifies one signer of signed data (RFC 5652 §5.4, §5.6): the attributes name the content's type and hash, and are
 * signed with the key of one of the certificates. Says nothing about whom that certificate belongs to.
 * @param certificates as {@link signerCertificates} gives them
 * @returns the verdict; never throws for what the bytes hold
 */
export function verifySigner(
  data: SignedData,
  signer: SignerInfo,
  certificates: readonly Certificate[] = signerCertificates(data, signer),
): SignerVerdict {
  try {
    return verify(data, signer, certificates);
  } catch (error) {
    if (!(error instanceof ChipError)) throw error;
    const fault = error.code === 'chip/unsupported' ? 'algorithm-unsupported' : 'signature-wrong';
    return { good: false, fault, certificate: certificates[0] ?? null };
  }
}
