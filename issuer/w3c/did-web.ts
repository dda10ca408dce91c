import type { PublishedKey } from '../keys/index.ts';

/** The did:web of an issuer identifier: its host, with the port's colon encoded, and its path (did:web, "Method-specific identifier"). */
export function didWeb(issuerUrl: string): string {
  const { host, pathname } = new URL(issuerUrl);
  const path = pathname.split('/').filter((part) => part !== '');
  return ['did:web', host.replaceAll(':', '%3A'), ...path].join(':');
}

/** Where that DID's document is to be found, as a path on the host. */
export function didDocumentPath(issuerUrl: string): string {
  const path = new URL(issuerUrl).pathname.replace(/\/$/, '');
  return path === '' ? '/.well-known/did.json' : `${path}/did.json`;
}

/** The DID's document, with every key its credentials may still be verified by. */
export function didDocument(did: string, keys: readonly PublishedKey[]): Record<string, unknown> {
  const methods = keys.map(({ kid, publicJwk }) => ({
    id: `${did}#${kid}`,
    type: 'JsonWebKey2020',
    controller: did,
    publicKeyJwk: { ...publicJwk, kid, alg: 'ES256', use: 'sig' },
  }));
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
    id: did,
    verificationMethod: methods,
    assertionMethod: methods.map(({ id }) => id),
  };
}

/** The did:jwk of a public key: its JWK in base64url. */
export function didJwk(jwk: Record<string, unknown>): string {
  return `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`;
}
