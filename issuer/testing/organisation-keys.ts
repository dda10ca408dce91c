import { createPrivateKey, randomBytes } from 'node:crypto';
import { type CertifiedKey, createLeaf, createMdocLeaf, createTestCa } from '../keys/certificates.ts';

const pemOf = ({ privateJwk }: CertifiedKey, passphrase?: string): string =>
  createPrivateKey({ key: privateJwk as never, format: 'jwk' })
    .export({
      type: 'pkcs8',
      format: 'pem',
      ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }),
    })
    .toString();

/** Keys as an organisation would bring them, of a root of its own. @param days until their certificates end, from `now` on */
export async function organisationKeys(
  issuerUrls: readonly [string, ...string[]],
  { days = 400, now = Date.now(), passphrase }: { days?: number; now?: number; passphrase?: string } = {},
) {
  const root = await createTestCa(now, 900, randomBytes, issuerUrls[0]);
  const leaf = await createLeaf(root, issuerUrls, now, days, randomBytes);
  const signer = await createMdocLeaf(root, issuerUrls, now, days, randomBytes);
  return {
    rootPem: root.certificatePem,
    rootKeyPem: pemOf(root),
    privateKeyPem: pemOf(leaf, passphrase),
    chainPem: `${leaf.certificatePem}\n${root.certificatePem}`,
    leafPem: leaf.certificatePem,
    mdoc: { privateKeyPem: pemOf(signer), chainPem: signer.certificatePem },
  };
}
