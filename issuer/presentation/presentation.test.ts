import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { setGlobalConfig } from '@openid4vc/oauth2';
import { Openid4vpClient } from '@openid4vc/openid4vp';
import {
  CompactEncrypt,
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  importX509,
  type JWK,
  SignJWT,
} from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { type IssuerKeys, memoryKeyStore, testKeys } from '../keys/index.ts';
import { encodeSdJwtVc } from '../sdjwt/index.ts';
import { validity } from '../validity.ts';
import { createPresentations, type PresentationOutcome } from './index.ts';

setGlobalConfig({ allowInsecureUrls: true });
const issuerUrl = 'https://kiosk07.id.example/open';
const vct = `${issuerUrl}/credentials/verified-identity/1`;
const claims = { family_name: 'Mustermann', given_name: 'Erika', birthdate: '1974-08-12' };

let now: number;
let keys: IssuerKeys;
let told: [string, PresentationOutcome][];
let verifier: ReturnType<typeof createPresentations>;

const keysFor = (url: string) =>
  testKeys({
    store: memoryKeyStore(),
    issuerUrls: [url],
    credentialDays: 365,
    clock: () => now,
    random: randomBytes,
  });

beforeEach(() => {
  now = Date.now();
  told = [];
  keys = keysFor(issuerUrl);
  verifier = createPresentations({
    issuerUrl,
    keys,
    kinds: [vct],
    claims: [['family_name'], ['given_name']],
    clock: () => now,
    random: randomBytes,
    tell: (id, outcome) => told.push([id, outcome]),
  });
});

const http = async (url: string, init?: RequestInit): Promise<Response> => {
  try {
    const answer = verifier.handle(new Request(url, init));
    return (await answer) ?? new Response(null, { status: 404 });
  } catch (error) {
    return new Response(null, { status: (error as { status?: number }).status ?? 500 });
  }
};

/** A phone that holds one credential. */
async function phone({ iss = issuerUrl, kind = vct, signedBy = keys, days = 30 } = {}) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const credential = await encodeSdJwtVc(
    { iss, vct: kind, cnf: { jwk }, ...validity(now, days), claims },
    await signedBy.current(),
    randomBytes,
  );
  return {
    credential,
    /** The credential with the claims of these names, and the holder's proof. */
    async present(
      names: readonly string[],
      proof: { aud: string; nonce: string; at?: number; by?: typeof privateKey; hash?: string },
    ): Promise<string> {
      const [jwt, ...parts] = credential.split('~').slice(0, -1);
      const shown = parts.filter((part) =>
        names.includes(JSON.parse(Buffer.from(part, 'base64url').toString())[1]),
      );
      const bound = `${[jwt, ...shown].join('~')}~`;
      const sdHash = proof.hash ?? createHash('sha256').update(bound).digest('base64url');
      const kb = await new SignJWT({ aud: proof.aud, nonce: proof.nonce, sd_hash: sdHash })
        .setProtectedHeader({ alg: 'ES256', typ: 'kb+jwt' })
        .setIssuedAt(Math.floor((proof.at ?? now) / 1000))
        .sign(proof.by ?? privateKey);
      return bound + kb;
    },
  };
}

interface RequestObject {
  client_id: string;
  nonce: string;
  state: string;
  response_uri: string;
  client_metadata: { jwks: { keys: JWK[] } };
}

/** What a wallet reads behind the QR code. */
async function asked(): Promise<RequestObject & { id: string }> {
  const { id, requestUri } = await verifier.start();
  const uri = new URL(requestUri).searchParams.get('request_uri')!;
  return { id, ...(decodeJwt(await (await http(uri)).text()) as unknown as RequestObject) };
}

async function answer(request: RequestObject, token: string, state = request.state): Promise<number> {
  const [key] = request.client_metadata.jwks.keys;
  const payload = JSON.stringify({ vp_token: { identity: [token] }, state });
  const jwe = await new CompactEncrypt(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A128GCM', kid: key!.kid! })
    .encrypt(await importJWK(key!, 'ECDH-ES'));
  const { status } = await http(request.response_uri, {
    method: 'POST',
    body: new URLSearchParams({ response: jwe }),
  });
  return status;
}

describe('a presentation', () => {
  it('of the credential is believed once, with what was disclosed and who holds it', async () => {
    const request = await asked();
    const { present } = await phone();
    const token = await present(['family_name'], { aud: request.client_id, nonce: request.nonce });
    expect(await answer(request, token)).toBe(200);
    expect(await answer(request, token)).toBe(404);
    expect(told.map(([id, { state }]) => [id, state])).toEqual([
      [request.id, 'retrieved'],
      [request.id, 'presented'],
    ]);
    const [, last] = told.at(-1)!;
    expect(last).toMatchObject({ presented: { claims: { family_name: 'Mustermann', vct } } });
    expect(last).not.toHaveProperty('presented.claims.given_name');
  });

  it('is made by the wallet library of others', async () => {
    const { credential, present } = await phone();
    expect(credential).toContain('~');
    const client = new Openid4vpClient({
      callbacks: {
        fetch: (url, init) => http(String(url), init as RequestInit),
        hash: (data, algorithm) => createHash(algorithm.replace('-', '')).update(data).digest(),
        getX509CertificateMetadata(certificate) {
          const { subjectAltName = '' } = new X509Certificate(Buffer.from(certificate, 'base64'));
          const names = (kind: string) =>
            subjectAltName
              .split(', ')
              .flatMap((name) => (name.startsWith(kind) ? name.slice(kind.length) : []));
          return { sanDnsNames: names('DNS:'), sanUriNames: names('URI:') };
        },
        async verifyJwt(signer, { compact }) {
          if (signer.method !== 'x5c') return { verified: false };
          const pem = new X509Certificate(Buffer.from(signer.x5c[0]!, 'base64'));
          await compactVerify(compact, await importX509(pem.toString(), 'ES256'));
          return { verified: true, signerJwk: pem.publicKey.export({ format: 'jwk' }) as never };
        },
        async encryptJwe(encryptor, data) {
          const jwe = await new CompactEncrypt(new TextEncoder().encode(data))
            .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: encryptor.publicJwk.kid! })
            .encrypt(await importJWK(encryptor.publicJwk as JWK, 'ECDH-ES'));
          return { jwe, encryptionJwk: encryptor.publicJwk };
        },
        decryptJwe: () => Promise.reject(new Error('unused')),
        signJwt: () => Promise.reject(new Error('unused')),
      },
    });
    const { requestUri, id } = await verifier.start();
    const parsed = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: requestUri });
    const resolved = await client.resolveOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: parsed.params as never,
    });
    const payload = resolved.authorizationRequestPayload as unknown as RequestObject;
    expect(resolved.client).toMatchObject({ prefix: 'x509_hash' });
    expect(resolved.dcql?.query).toMatchObject({ credentials: [{ meta: { vct_values: [vct] } }] });
    const token = await present(['family_name', 'given_name'], {
      aud: payload.client_id,
      nonce: payload.nonce,
    });
    const made = await client.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: payload as never,
      authorizationResponsePayload: { vp_token: { identity: [token] } },
      jarm: {
        encryption: { nonce: payload.nonce },
        serverMetadata: {
          authorization_signing_alg_values_supported: [],
          authorization_encryption_alg_values_supported: ['ECDH-ES'],
          authorization_encryption_enc_values_supported: ['A256GCM'],
        },
      },
    });
    await client.submitOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: payload as never,
      authorizationResponsePayload: made.authorizationResponsePayload,
      ...(made.jarm && { jarm: made.jarm }),
    });
    expect(told.at(-1)).toMatchObject([
      id,
      { state: 'presented', presented: { claims: { given_name: 'Erika' } } },
    ]);
  });
});

describe('the request', () => {
  it('is signed by the issuer, who is named by the hash of the certificate, and asks for no more than it needs', async () => {
    const { requestUri, expiresAt } = await verifier.start();
    expect(expiresAt).toBe(now + 120_000);
    const parameters = new URL(requestUri).searchParams;
    const jwt = await (await http(parameters.get('request_uri')!)).text();
    const header = decodeProtectedHeader(jwt);
    const leaf = new X509Certificate(Buffer.from(header.x5c![0]!, 'base64'));
    await compactVerify(jwt, await importX509(leaf.toString(), 'ES256'));
    expect(header.typ).toBe('oauth-authz-req+jwt');
    const hash = createHash('sha256').update(leaf.raw).digest('base64url');
    expect(decodeJwt(jwt)).toMatchObject({
      client_id: `x509_hash:${hash}`,
      response_mode: 'direct_post.jwt',
      dcql_query: { credentials: [{ claims: [{ path: ['family_name'] }, { path: ['given_name'] }] }] },
    });
  });

  it('ends with its time, and when nobody waits for it', async () => {
    const late = await asked();
    now += 121_000;
    expect((await http(late.response_uri, { method: 'POST' })).status).toBe(404);
    expect(told.at(-1)).toEqual([late.id, { state: 'expired' }]);
    const { id, requestUri } = await verifier.start();
    verifier.cancel(id);
    expect((await http(new URL(requestUri).searchParams.get('request_uri')!)).status).toBe(404);
  });

  it('is over when the wallet refuses', async () => {
    const request = await asked();
    const body = new URLSearchParams({ error: 'access_denied', state: request.state });
    expect((await http(request.response_uri, { method: 'POST', body })).status).toBe(200);
    expect(told.at(-1)).toEqual([request.id, { state: 'failed', reason: 'presentation/refused' }]);
  });

  it('leaves other addresses to others, and takes no other method', async () => {
    expect(verifier.handle(new Request(`${issuerUrl}/token`))).toBeNull();
    const request = await asked();
    expect((await http(request.response_uri)).status).toBe(405);
    expect((await http(`${request.response_uri}/more`, { method: 'POST' })).status).toBe(404);
  });
});

describe('what is not believed', () => {
  const refused = async (make: (request: RequestObject) => Promise<string>): Promise<string | undefined> => {
    const request = await asked();
    expect(await answer(request, await make(request))).toBe(400);
    const [, last] = told.at(-1)!;
    return last.state === 'failed' ? last.reason : undefined;
  };
  const proofFor = ({ client_id, nonce }: RequestObject) => ({ aud: client_id, nonce });

  it.each([
    ['another issuer', { signedBy: keysFor('https://other.example/open') }, 'presentation/other-issuer'],
    ['another kind', { kind: `${issuerUrl}/credentials/library-card/1` }, 'presentation/other-issuer'],
    ['another identifier', { iss: 'https://other.example/open' }, 'presentation/other-issuer'],
    ['a time that is over', { days: -1 }, 'presentation/not-in-time'],
  ])('a credential of %s', async (_, what, reason) => {
    const { present } = await phone(what);
    expect(await refused((request) => present(['family_name'], proofFor(request)))).toBe(reason);
  });

  it('a proof by somebody else, of another time, for another verifier or request, or of other disclosures', async () => {
    const { present } = await phone();
    const { privateKey: by } = await generateKeyPair('ES256');
    const other = (changes: object) =>
      refused((request) => present(['family_name'], { ...proofFor(request), ...changes }));
    expect(await other({ by })).toBe('presentation/bad-signature');
    expect(await other({ at: now - 3_600_000 })).toBe('presentation/not-in-time');
    expect(await other({ aud: 'x509_hash:other' })).toBe('presentation/other-request');
    expect(await other({ nonce: 'other' })).toBe('presentation/other-request');
    expect(await other({ hash: createHash('sha256').update('other').digest('base64url') })).toBe(
      'presentation/other-request',
    );
  });

  it('a claim that was changed or does not belong, and a signature that was changed', async () => {
    const { present } = await phone();
    const changed = Buffer.from(JSON.stringify(['salt', 'family_name', 'Somebody'])).toString('base64url');
    expect(
      await refused(async (request) => {
        const [jwt, ...rest] = (await present([], proofFor(request))).split('~');
        return [jwt, changed, ...rest].join('~');
      }),
    ).toBe('presentation/bad-disclosures');
    expect(
      await refused(async (request) => {
        const [jwt, ...rest] = (await present([], proofFor(request))).split('~');
        const [header, , signature] = jwt!.split('.');
        const payload = Buffer.from(JSON.stringify({ iss: issuerUrl, vct, exp: 4e9 })).toString('base64url');
        return [`${header}.${payload}.${signature}`, ...rest].join('~');
      }),
    ).toBe('presentation/bad-signature');
  });

  it('an answer of somebody who only knows the address, and it ends nothing', async () => {
    const request = await asked();
    const { present } = await phone();
    const token = await present(['family_name'], proofFor(request));
    for (const body of [
      new URLSearchParams({ error: 'access_denied' }),
      new URLSearchParams({ response: 'nothing' }),
      new URLSearchParams({ vp_token: token, state: request.state }),
    ]) {
      expect((await http(request.response_uri, { method: 'POST', body })).status).toBe(400);
    }
    expect(await answer(request, token, 'other-state')).toBe(400);
    expect(await answer(request, 'no-token')).toBe(400);
    expect(await answer(request, token)).toBe(200);
    expect(told.at(-1)).toMatchObject([request.id, { state: 'presented' }]);
  });
});
