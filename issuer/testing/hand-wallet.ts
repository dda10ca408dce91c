import type { KeyObject } from 'node:crypto';
import { type JWK, type JWTPayload, SignJWT } from 'jose';
import { PRE_AUTHORIZED_CODE_GRANT } from '../offer-form.ts';
import { type KeyPair, newKey } from './attester.ts';
import { CONFIGURATION, type TestIssuer } from './test-issuer.ts';

/** Requests made by hand, so that each can be wrong in one way. */
export interface ProofFaults {
  header?: Record<string, unknown>;
  payload?: JWTPayload;
  /** Signs with another key than the header names. */
  otherKey?: boolean;
  /** Not a fault: names the key by did:jwk instead of jwk. */
  byDid?: boolean;
  /** Not a fault: proves this key instead of a new one. */
  key?: KeyPair;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

export async function answer(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = text.startsWith('{');
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : { text } };
}

export async function proofJwt(
  desk: TestIssuer,
  nonce: string,
  faults: ProofFaults = {},
): Promise<{ jwt: string; jwk: JWK }> {
  const { privateKey, jwk } = faults.key ?? (await newKey());
  const signer: KeyObject = faults.otherKey === true ? (await newKey()).privateKey : privateKey;
  const kid = `did:jwk:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}#0`;
  const named = faults.byDid === true ? { kid } : { jwk };
  const header = { typ: 'openid4vci-proof+jwt', alg: 'ES256', ...named, ...faults.header };
  const payload = {
    aud: desk.issuer.issuerUrl,
    iat: Math.floor(Date.now() / 1000),
    nonce,
    ...faults.payload,
  };
  return { jwt: await new SignJWT(payload).setProtectedHeader(header).sign(signer), jwk };
}

export function handWallet(desk: TestIssuer) {
  const json = (path: string, body: unknown, token?: string, headers: Record<string, string> = {}) =>
    desk
      .request(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      .then(answer);
  return {
    get: (path: string, init?: RequestInit) => desk.request(path, init).then(answer),
    json,
    /** The pre-authorized code out of an offer by value. */
    codeOf(byValueUri: string): string {
      const offer = JSON.parse(new URL(byValueUri).searchParams.get('credential_offer')!);
      return offer.grants[PRE_AUTHORIZED_CODE_GRANT]['pre-authorized_code'];
    },
    token: (
      fields: Record<string, string> | [string, string][],
      headers: Record<string, string> = {},
      path = '/token',
    ) => desk.request(path, { method: 'POST', headers, body: new URLSearchParams(fields) }).then(answer),
    async nonce(): Promise<string> {
      return (await desk.request('/nonce', { method: 'POST' }).then(answer)).body.c_nonce as string;
    },
    credential: (token: string, jwt: string, more: Record<string, unknown> = {}) =>
      json(
        '/credential',
        { credential_configuration_id: CONFIGURATION, proofs: { jwt: [jwt] }, ...more },
        token,
      ),
  };
}

/** Redeems a fresh offer without a transaction code. */
export async function freshToken(
  desk: TestIssuer,
  request: Parameters<TestIssuer['offer']>[0] = {},
  more: Record<string, string> = {},
): Promise<{ token: string; offerId: string }> {
  const { byValueUri, offerId } = await desk.offer({ txCode: false, ...request });
  const wallet = handWallet(desk);
  const { body } = await wallet.token({
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': wallet.codeOf(byValueUri),
    ...more,
  });
  return { token: body.access_token as string, offerId };
}
