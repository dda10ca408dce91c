import { createHash } from 'node:crypto';
import { CompactEncrypt, decodeJwt, importJWK, type JWK, SignJWT } from 'jose';
import type { Redemption } from './redeem.ts';

interface RequestObject {
  client_id: string;
  nonce: string;
  state: string;
  response_uri: string;
  dcql_query: { credentials: { id: string; claims: { path: string[] }[] }[] };
  client_metadata: { jwks: { keys: (JWK & { kid: string })[] } };
}

/**
 * Does what a phone does after scanning the request to present (OpenID4VP 1.0): discloses what is asked for, proves that it
 * holds the credential, and sends both encrypted.
 *
 * @returns the verifier's status
 */
export async function presentCredential(
  requestUri: string,
  { credential, holder }: Pick<Redemption, 'credential' | 'holder'>,
): Promise<number> {
  const uri = new URL(requestUri).searchParams.get('request_uri');
  const jwt = await (await fetch(uri ?? '')).text();
  const request = decodeJwt(jwt) as unknown as RequestObject;
  const [query] = request.dcql_query.credentials;
  const names = query!.claims.map(({ path }) => path[0]);
  const [issued, ...disclosures] = credential.split('~').slice(0, -1);
  const shown = disclosures.filter((part) => {
    const disclosure = JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown[];
    return names.includes(disclosure.at(-2) as string);
  });
  const bound = `${[issued, ...shown].join('~')}~`;
  const proof = await new SignJWT({
    aud: request.client_id,
    nonce: request.nonce,
    sd_hash: createHash('sha256').update(bound).digest('base64url'),
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'kb+jwt' })
    .setIssuedAt()
    .sign(holder.privateKey);
  const [key] = request.client_metadata.jwks.keys;
  const payload = { vp_token: { [query!.id]: [bound + proof] }, state: request.state };
  const response = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: key!.kid })
    .encrypt(await importJWK(key!, 'ECDH-ES'));
  const { status } = await fetch(request.response_uri, {
    method: 'POST',
    body: new URLSearchParams({ response }),
  });
  return status;
}
