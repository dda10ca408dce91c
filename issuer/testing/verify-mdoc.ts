import {
  createHash,
  createPublicKey,
  type JsonWebKey,
  randomBytes,
  verify,
  X509Certificate,
} from 'node:crypto';
import { type MdocContext, parseIssuerSigned, Verifier } from '@animo-id/mdoc';
import type { JWK } from 'jose';

const certificate = (der: Uint8Array) => new X509Certificate(der);
const unused = () => {
  throw new Error('a verifier of what the issuer signed needs no such thing');
};

/** The cryptography the library leaves to its user: Node's. */
const context: MdocContext = {
  crypto: {
    random: (length) => new Uint8Array(randomBytes(length)),
    digest: ({ digestAlgorithm, bytes }) =>
      new Uint8Array(createHash(digestAlgorithm.replace('-', '').toLowerCase()).update(bytes).digest()),
    calculateEphemeralMacKeyJwk: unused,
  },
  cose: {
    sign1: {
      sign: unused,
      verify: ({ sign1, jwk }) => {
        const { data, signature, alg } = sign1.getRawVerificationData();
        if (alg !== 'ES256') throw new Error(`unexpected alg ${alg}`);
        const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
        return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature);
      },
    },
    mac0: { sign: unused, verify: unused },
  },
  x509: {
    getIssuerNameField: ({ certificate: der, field }) =>
      certificate(der)
        .issuer.split('\n')
        .filter((line) => line.startsWith(`${field}=`))
        .map((line) => line.slice(field.length + 1)),
    getPublicKey: ({ certificate: der }) =>
      certificate(der).publicKey.export({ format: 'jwk' }) as JWK & never,
    validateCertificateChain: ({ trustedCertificates, x5chain }) => {
      const [leaf, ...rest] = x5chain.map(certificate);
      const anchors = trustedCertificates.map(certificate);
      if (rest.length > 0) throw new Error('one certificate expected');
      if (!anchors.some((anchor) => leaf!.checkIssued(anchor) && leaf!.verify(anchor.publicKey)))
        throw new Error('x5chain does not lead to the trust anchor');
    },
    getCertificateData: ({ certificate: der }) => {
      const { issuer, subject, serialNumber, fingerprint256, validFromDate, validToDate } = certificate(der);
      return {
        issuerName: issuer,
        subjectName: subject,
        serialNumber,
        thumbprint: fingerprint256,
        notBefore: validFromDate,
        notAfter: validToDate,
        pem: certificate(der).toString(),
      };
    },
  },
};

/**
 * Verifies what the issuer signed of an mdoc, with @animo-id/mdoc: signature, chain, validity and every digest.
 * @returns the data elements by namespace, and the security object
 * @throws Error naming what is wrong
 */
export async function verifyMdoc(
  credential: string,
  doctype: string,
  trustAnchorPem: string,
  now = new Date(),
) {
  const mdoc = parseIssuerSigned(new Uint8Array(Buffer.from(credential, 'base64url')), doctype);
  const verifier = new Verifier();
  const onCheckG = ({ status, check }: { status: string; check: string }) => {
    if (status === 'FAILED') throw new Error(check);
  };
  await verifier.verifyIssuerSignature(
    {
      trustedCertificates: [new Uint8Array(new X509Certificate(trustAnchorPem).raw)],
      issuerAuth: mdoc.issuerSigned.issuerAuth,
      now,
      disableCertificateChainValidation: false,
      onCheckG,
    },
    context,
  );
  await verifier.verifyData({ mdoc, onCheckG }, context);
  return {
    nameSpaces: Object.fromEntries(
      mdoc.issuerSignedNameSpaces.map((nameSpace) => [
        nameSpace,
        Object.fromEntries(mdoc.getIssuerNameSpace(nameSpace) ?? []),
      ]),
    ) as Record<string, Record<string, unknown>>,
    securityObject: mdoc.issuerSigned.issuerAuth.decodedPayload,
  };
}
