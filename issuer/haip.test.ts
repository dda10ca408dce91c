import { afterEach, beforeEach, expect, test } from 'vitest';
import { PRE_AUTHORIZED_CODE_GRANT } from './offer-form.ts';
import { type Attester, dpopProof, type KeyPair, newAttester, newKey } from './testing/attester.ts';
import { type Answer, handWallet, proofJwt } from './testing/hand-wallet.ts';
import { CONFIGURATION, startTestIssuer, type TestIssuer } from './testing/test-issuer.ts';

const provider = await newAttester();
let desk: TestIssuer;
let wallet: ReturnType<typeof handWallet>;
let dpopKey: KeyPair;
const start = async (keyAttestation?: { keyStorage?: string[]; userAuthentication?: string[] }) => {
  desk = await startTestIssuer({
    attestersPem: [provider.anchorPem],
    ...(keyAttestation === undefined ? {} : { keyAttestation }),
  });
  wallet = handWallet(desk);
};
beforeEach(async () => {
  await start();
  dpopKey = await newKey();
});
afterEach(async () => {
  await desk.close();
  expect(desk.reported).toEqual([]);
});

const haip = () => desk.issuer.haipUrl!;
const path = (name: string) => `//haip${name}`;

async function form(more: Parameters<TestIssuer['offer']>[0] = {}) {
  const { byValueUri, txCode } = await desk.offer({ variant: 'haip', txCode: false, ...more });
  return {
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': wallet.codeOf(byValueUri),
    ...(txCode === undefined ? {} : { tx_code: txCode }),
  };
}
async function headers(by: Attester = provider, ...change: Record<string, unknown>[]) {
  return {
    ...(await by.walletHeaders(haip(), ...change)),
    DPoP: await dpopProof(dpopKey, 'POST', `${haip()}/token`),
  };
}
async function attestedToken(): Promise<string> {
  const { body } = await wallet.token(await form(), await headers(), path('/token'));
  expect(body.token_type).toBe('DPoP');
  return body.access_token as string;
}
async function nonce(): Promise<string> {
  return (await wallet.get(path('/nonce'), { method: 'POST' })).body.c_nonce as string;
}
async function ask(token: string, proofs: unknown): Promise<Answer> {
  const dpop = await dpopProof(dpopKey, 'POST', `${haip()}/credential`, token);
  return wallet.json(path('/credential'), { credential_configuration_id: CONFIGURATION, proofs }, undefined, {
    authorization: `DPoP ${token}`,
    dpop,
  });
}
async function attestedProof(
  by: Attester,
  change: Record<string, unknown> = {},
  faults: {
    header?: Record<string, unknown>;
    payload?: Record<string, unknown>;
    attests?: KeyPair[];
  } = {},
) {
  const key = await newKey();
  const keys = (faults.attests ?? [key]).map(({ jwk }) => jwk);
  const fresh = await nonce();
  const key_attestation = await by.attestKeys(keys, { nonce: fresh, ...change });
  const { jwt } = await proofJwt(desk, fresh, {
    key,
    payload: { aud: haip(), ...faults.payload },
    header: { key_attestation, ...faults.header },
  });
  return { jwt: [jwt], key };
}
const count = ({ body }: Answer) => (body.credentials as unknown[] | undefined)?.length;

test('an attested wallet with an attested key gets a credential, bound to that key', async () => {
  const { jwt } = await attestedProof(provider);
  expect(count(await ask(await attestedToken(), { jwt }))).toBe(1);
});

test('one proof of one attested key gives a credential for each attested key', async () => {
  const keys = [await newKey(), await newKey(), await newKey()];
  const jwks = keys.map(({ jwk }) => jwk);
  const key_attestation = await provider.attestKeys(jwks, { nonce: await nonce() });
  const { jwt } = await proofJwt(desk, await nonce(), {
    key: keys[1]!,
    payload: { aud: haip() },
    header: { jwk: undefined, kid: '1', key_attestation },
  });
  expect(count(await ask(await attestedToken(), { jwt: [jwt] }))).toBe(3);
});

test('an attestation alone is enough when it carries the nonce, and the nonce is spent', async () => {
  const { jwk } = await newKey();
  const attestation = await provider.attestKeys([jwk], { nonce: await nonce() });
  expect(count(await ask(await attestedToken(), { attestation: [attestation] }))).toBe(1);
  const again = await ask(await attestedToken(), { attestation: [attestation] });
  expect(again.body.error).toBe('invalid_nonce');
});

test('iss is the client the attestation names', async () => {
  const { jwt } = await attestedProof(provider, {}, { payload: { iss: 'https://wallet.example' } });
  expect(count(await ask(await attestedToken(), { jwt }))).toBe(1);
});

test('a nonce is good at the identifier that gave it, at no other, and is not spent there', async () => {
  const other = await wallet.nonce();
  const foreign = await attestedProof(provider, { nonce: other });
  expect((await ask(await attestedToken(), { jwt: foreign.jwt })).body.error).toBe('invalid_nonce');
  const { byValueUri } = await desk.offer({ txCode: false });
  const { body } = await wallet.token({
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': wallet.codeOf(byValueUri),
  });
  const token = body.access_token as string;
  const crossed = await proofJwt(desk, await nonce());
  expect((await wallet.credential(token, crossed.jwt)).body.error).toBe('invalid_nonce');
  expect((await wallet.credential(token, (await proofJwt(desk, other)).jwt)).status).toBe(200);
});

test('the spelling of drafts is taken too, as libraries still write it', async () => {
  const { jwk } = await newKey();
  const old = await provider.attestKeys([jwk], { nonce: await nonce() }, 'keyattestation+jwt');
  expect(count(await ask(await attestedToken(), { attestation: [old] }))).toBe(1);
});

test.each([
  [
    'no attestation',
    async () => ({ jwt: [(await proofJwt(desk, await nonce(), { payload: { aud: haip() } })).jwt] }),
  ],
  ['an attestation by somebody else', async () => attestedProof(await newAttester())],
  ['an attestation of another key', async () => attestedProof(provider, {}, { attests: [await newKey()] })],
  ['an expired attestation', () => attestedProof(provider, { exp: Math.floor(Date.now() / 1000) - 3600 })],
  ['an attestation without an end', () => attestedProof(provider, { exp: undefined })],
  ['an attestation beside the proof without a nonce', () => attestedProof(provider, { nonce: undefined })],
  [
    'an iss that is not the attested client',
    async () => attestedProof(provider, {}, { payload: { iss: 'https://other.example' } }),
  ],
  ['an attestation of no key', () => attestedProof(provider, { attested_keys: [] })],
  [
    'an attestation alone without a nonce',
    async () => ({ attestation: [await provider.attestKeys([(await newKey()).jwk])] }),
  ],
  [
    'a wallet’s attestation in place of a key’s',
    async () => {
      const { 'OAuth-Client-Attestation': other } = await provider.walletHeaders(haip());
      return { attestation: [other] };
    },
  ],
])('%s is invalid_proof and costs nothing', async (_name, make) => {
  const token = await attestedToken();
  const { key: _, ...proofs } = (await make()) as Record<string, unknown>;
  expect(await ask(token, proofs)).toMatchObject({ status: 400, body: { error: 'invalid_proof' } });
  const { jwt } = await attestedProof(provider);
  expect(count(await ask(token, { jwt }))).toBe(1);
});

test('how keys must be kept and unlocked is demanded, announced and checked', async () => {
  await desk.close();
  await start({ keyStorage: ['iso_18045_high'], userAuthentication: ['iso_18045_high'] });
  const { body } = await wallet.get('//.well-known/openid-credential-issuer/haip');
  const required = { key_storage: ['iso_18045_high'], user_authentication: ['iso_18045_high'] };
  const configurations = Object.values(body.credential_configurations_supported as object);
  for (const configuration of configurations)
    expect(configuration.proof_types_supported).toMatchObject({
      jwt: { key_attestations_required: required },
      attestation: { key_attestations_required: required },
    });
  const token = await attestedToken();
  const weak = await attestedProof(provider, { key_storage: ['iso_18045_basic'] });
  expect((await ask(token, { jwt: weak.jwt })).body.error).toBe('invalid_proof');
  expect(count(await ask(token, { jwt: (await attestedProof(provider)).jwt }))).toBe(1);
});

test('a wallet that does not attest itself, or is attested by nobody trusted, gets no token and loses no try', async () => {
  const fields = await form({ txCode: true });
  const dpop = async () => ({ DPoP: await dpopProof(dpopKey, 'POST', `${haip()}/token`) });
  const bad = async () => [
    await dpop(),
    await headers(await newAttester()),
    await headers(provider, { exp: undefined }),
    await headers(provider, { exp: Math.floor(Date.now() / 1000) - 3600 }),
    await headers(provider, {}, { aud: 'https://other.example' }),
    await headers(provider, {}, { iat: 0 }),
    await headers(provider, {}, { jti: undefined }),
  ];
  for (const wrong of await bad())
    expect(await wallet.token(fields, wrong as Record<string, string>, path('/token'))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  const good = await headers();
  expect((await wallet.token(fields, good, path('/token'))).status).toBe(200);
  const replayed = { ...good, ...(await dpop()) };
  expect((await wallet.token(await form(), replayed, path('/token'))).body.error).toBe('invalid_client');
});

test('a token that is bound to no key is not given here', async () => {
  const { DPoP: _, ...without } = await headers();
  expect(await wallet.token(await form(), without, path('/token'))).toMatchObject({
    status: 400,
    body: { error: 'invalid_dpop_proof' },
  });
});

test('the identifiers do not mix: codes, offers and tokens of one are unknown to the other', async () => {
  const { offerUri, byValueUri } = await desk.offer({ variant: 'haip', txCode: false });
  const handle = new URL(offerUri).searchParams.get('credential_offer_uri')!.split('/').at(-1);
  expect((await wallet.get(`/offers/${handle}`)).status).toBe(404);
  expect((await wallet.get(path(`/offers/${handle}`))).status).toBe(200);
  const fields = {
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': wallet.codeOf(byValueUri),
  };
  expect((await wallet.token(fields)).body.error).toBe('invalid_grant');
  const token = await attestedToken();
  const dpop = await dpopProof(dpopKey, 'POST', `${desk.issuer.issuerUrl}/credential`, token);
  const reply = await wallet.json('/credential', {}, undefined, { authorization: `DPoP ${token}`, dpop });
  expect(reply.status).toBe(401);
});

test('the other identifier neither judges nor wants attestations', async () => {
  const { byValueUri } = await desk.offer({ txCode: false });
  const { body } = await wallet.token({
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': wallet.codeOf(byValueUri),
  });
  const { jwk } = await newKey();
  const attestation = await provider.attestKeys([jwk], { nonce: await wallet.nonce() });
  const refused = await wallet.json(
    '/credential',
    { credential_configuration_id: CONFIGURATION, proofs: { attestation: [attestation] } },
    body.access_token as string,
  );
  expect(refused.body.error).toBe('invalid_proof');
  const ignored = await proofJwt(desk, await wallet.nonce(), { header: { key_attestation: 'nonsense' } });
  expect((await wallet.credential(body.access_token as string, ignored.jwt)).status).toBe(200);
});

test('a format that HAIP does not know is not offered', async () => {
  const { body } = await wallet.get('//.well-known/openid-credential-issuer/haip');
  const offered = Object.values(
    body.credential_configurations_supported as Record<string, { format: string }>,
  );
  expect(new Set(offered.map(({ format }) => format))).toEqual(new Set(['dc+sd-jwt', 'mso_mdoc']));
  await expect(form({ configurationId: 'verified-identity-w3c' })).rejects.toMatchObject({
    code: 'issuer/unknown-configuration',
  });
});

test('an identifier nobody could be served by is refused at the start', async () => {
  await expect(startTestIssuer({ attestersPem: [] })).rejects.toMatchObject({ code: 'issuer/bad-attesters' });
  await expect(startTestIssuer({ attestersPem: ['nonsense'] })).rejects.toMatchObject({
    code: 'issuer/bad-attesters',
  });
  const same = { issuerUrl: 'https://other.example/haip', attestersPem: [provider.anchorPem] };
  await expect(startTestIssuer({ options: { haip: same } })).rejects.toMatchObject({
    code: 'issuer/bad-url',
  });
});
