import 'reflect-metadata';
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { exportJWK, importJWK, type JWK, SignJWT } from 'jose';
import { createTestCa } from '../keys/certificates.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const now = () => Math.floor(Date.now() / 1000);

export interface KeyPair {
  privateKey: KeyObject;
  jwk: JWK;
}

export async function newKey(): Promise<KeyPair> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, jwk: await exportJWK(publicKey) };
}

/** A wallet provider: a root of its own, a leaf, and what it signs with it. */
export async function newAttester() {
  const ca = await createTestCa(Date.now(), 400, randomBytes);
  const pair = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const authority = new x509.X509Certificate(ca.certificatePem);
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: '01',
    subject: [{ CN: ['Wallet provider for tests'] }],
    issuer: authority.subjectName,
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
    publicKey: pair.publicKey,
    signingKey: (await importJWK(ca.privateJwk, 'ES256')) as webcrypto.CryptoKey,
    signingAlgorithm: P256,
  });
  const x5c = [Buffer.from(leaf.rawData).toString('base64')];
  const sign = (typ: string, payload: Record<string, unknown>) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ, x5c }).sign(pair.privateKey);
  const attestWallet = (jwk: JWK, change: Record<string, unknown> = {}) =>
    sign('oauth-client-attestation+jwt', {
      iss: 'https://wallet-provider.example',
      sub: 'https://wallet.example',
      exp: now() + 3600,
      cnf: { jwk },
      ...change,
    });
  return {
    anchorPem: ca.certificatePem,
    /** A key attestation, OpenID4VCI 1.0 Appendix D.1. */
    attestKeys: (keys: readonly JWK[], change: Record<string, unknown> = {}, typ = 'key-attestation+jwt') =>
      sign(typ, {
        iat: now(),
        exp: now() + 3600,
        attested_keys: keys,
        key_storage: ['iso_18045_high'],
        user_authentication: ['iso_18045_high'],
        ...change,
      }),
    /** A wallet attestation for a key, OpenID4VCI 1.0 Appendix E. */
    attestWallet,
    /** The headers of an attested wallet's request, draft-ietf-oauth-attestation-based-client-auth §5. */
    async walletHeaders(
      audience: string,
      change: Record<string, unknown> = {},
      popChange: Record<string, unknown> = {},
    ) {
      const { privateKey, jwk } = await newKey();
      const attestation = await attestWallet(jwk, change);
      const pop = await new SignJWT({
        aud: audience,
        jti: randomBytes(12).toString('hex'),
        iat: now(),
        ...popChange,
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'oauth-client-attestation-pop+jwt' })
        .sign(privateKey);
      return { 'OAuth-Client-Attestation': attestation, 'OAuth-Client-Attestation-PoP': pop };
    },
  };
}

export type Attester = Awaited<ReturnType<typeof newAttester>>;

/** A DPoP proof (RFC 9449 §4.2); `change` makes it wrong in one way. */
export async function dpopProof(
  key: KeyPair,
  method: string,
  uri: string,
  token?: string,
  change: { header?: Record<string, unknown>; payload?: Record<string, unknown> } = {},
): Promise<string> {
  const ath = token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') };
  return new SignJWT({
    jti: randomBytes(12).toString('hex'),
    htm: method,
    htu: uri,
    iat: now(),
    ...ath,
    ...change.payload,
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: key.jwk, ...change.header })
    .sign(key.privateKey);
}
