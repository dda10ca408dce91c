import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import {
  createIssuer,
  type IssuerKeys,
  loadProfile,
  memoryKeyStore,
  parseProfile,
  SqliteIssuerStore,
  testKeys,
} from './index.ts';
import { PRE_AUTHORIZED_CODE_GRANT } from './offer-form.ts';
import { handWallet, proofJwt } from './testing/hand-wallet.ts';
import { PROFILE_FILE, SAMPLE_CLAIMS, type TestIssuer } from './testing/test-issuer.ts';

const profile = await loadProfile(PROFILE_FILE);
const other = parseProfile({
  ...profile,
  id: 'other',
  vctPath: 'credentials/other/1',
  configurations: [{ id: 'other-sd-jwt', format: 'dc+sd-jwt' }],
});

function make(
  issuerUrl = 'https://kiosk.example/open',
  changes: { keys?: IssuerKeys; running?: boolean } = {},
) {
  const reported: unknown[] = [];
  const issuer = createIssuer({
    issuerUrl,
    displayName: 'Desk',
    store: new SqliteIssuerStore(new Database(':memory:')),
    keys:
      changes.keys ??
      testKeys({
        store: memoryKeyStore(),
        issuerUrls: [issuerUrl],
        credentialDays: 365,
        clock: Date.now,
        random: randomBytes,
      }),
    profiles: [profile, other],
    report: (error) => reported.push(error),
  });
  if (changes.running !== true) issuer.close();
  const request: TestIssuer['request'] = (path, init) => issuer.handle(new Request(issuerUrl + path, init));
  return { issuer, request, reported };
}

test.each([
  'http://kiosk.example/open',
  'https://kiosk.example/open/',
  'https://kiosk.example/open?x=1',
  'https://kiosk.example/#x',
  'https://me:pw@kiosk.example',
  'kiosk',
])('%s is not an identifier', (issuerUrl) => {
  expect(() => make(issuerUrl)).toThrowError(expect.objectContaining({ code: 'issuer/bad-url' }));
});

test('an identifier without a path works too', async () => {
  const { issuer } = make('https://kiosk.example');
  const reply = await issuer.handle(
    new Request('https://kiosk.example/.well-known/openid-credential-issuer'),
  );
  expect(await reply.json()).toMatchObject({
    credential_issuer: 'https://kiosk.example',
    nonce_endpoint: 'https://kiosk.example/nonce',
  });
});

async function tokenOf(desk: ReturnType<typeof make>) {
  const wallet = handWallet(desk as unknown as TestIssuer);
  const { byValueUri } = await desk.issuer.createOffer({
    claims: SAMPLE_CLAIMS,
    configurationId: 'verified-identity-sd-jwt',
    txCode: false,
    subjectRef: 'visit',
  });
  const { body } = await wallet.token({
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': wallet.codeOf(byValueUri),
  });
  const { jwt } = await proofJwt(desk as unknown as TestIssuer, await wallet.nonce());
  return { wallet, token: body.access_token as string, jwt };
}

test('a token is good for exactly its own configuration', async () => {
  const { wallet, token, jwt } = await tokenOf(make());
  const wrong = await wallet.credential(token, jwt, { credential_configuration_id: 'other-sd-jwt' });
  expect(wrong).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
  expect((await wallet.credential(token, jwt)).status).toBe(200);
});

test('what should not happen is reported here and told to nobody, and the wallet may try again', async () => {
  let broken = false;
  const good = testKeys({
    store: memoryKeyStore(),
    issuerUrls: ['https://kiosk.example/open'],
    credentialDays: 365,
    clock: Date.now,
    random: randomBytes,
  });
  const keys: IssuerKeys = {
    ...good,
    current: () => (broken ? Promise.reject(new Error('inner detail')) : good.current()),
  };
  const desk = make(undefined, { keys });
  const { wallet, token, jwt } = await tokenOf(desk);
  broken = true;
  const reply = await wallet.credential(token, jwt);
  expect(reply).toMatchObject({ status: 500, body: { error: 'server_error' } });
  expect(JSON.stringify(reply.body)).not.toContain('inner detail');
  expect(desk.reported).toHaveLength(1);
  broken = false;
  expect((await wallet.credential(token, jwt)).status).toBe(200);
});

test('a listener that throws harms nobody', async () => {
  const { issuer, reported } = make();
  const seen: string[] = [];
  issuer.onProgress(() => {
    throw new Error('listener');
  });
  const stop = issuer.onProgress(({ state }) => seen.push(state));
  const order = {
    claims: SAMPLE_CLAIMS,
    configurationId: 'other-sd-jwt',
    txCode: true,
    subjectRef: 'visit',
  };
  const { offerId } = await issuer.createOffer(order);
  await issuer.cancel(offerId);
  stop();
  await issuer.createOffer(order);
  expect(seen).toEqual(['created', 'cancelled']);
  expect(reported).toHaveLength(3);
});

test('orders that cannot be filled are typed errors', async () => {
  const { issuer } = make();
  const order = { claims: SAMPLE_CLAIMS, txCode: false, subjectRef: 'visit' };
  await expect(issuer.createOffer({ ...order, configurationId: 'nothing' })).rejects.toMatchObject({
    code: 'issuer/unknown-configuration',
  });
  await expect(issuer.status('nothing')).rejects.toMatchObject({ code: 'issuer/unknown-offer' });
});

test('no offer is made when the certificate has ended, or nearly', async () => {
  const ending = 23 * 3_600_000;
  const good = testKeys({
    store: memoryKeyStore(),
    issuerUrls: ['https://kiosk.example/open'],
    credentialDays: 365,
    clock: Date.now,
    random: randomBytes,
  });
  const keys: IssuerKeys = {
    ...good,
    current: async () => ({ ...(await good.current()), notAfter: Date.now() + ending }),
  };
  const { issuer } = make(undefined, { keys });
  const order = { claims: SAMPLE_CLAIMS, configurationId: 'other-sd-jwt', txCode: true, subjectRef: 'visit' };
  await expect(issuer.createOffer(order)).rejects.toMatchObject({ code: 'issuer/key-expired' });
});

test('the link for the QR code stays short and holds no claim', async () => {
  const { issuer } = make();
  const { offerUri } = await issuer.createOffer({
    claims: SAMPLE_CLAIMS,
    configurationId: 'other-sd-jwt',
    txCode: true,
    subjectRef: 'visit',
  });
  expect(offerUri.length).toBeLessThan(130);
  expect(offerUri).not.toMatch(/Mustermann|Erika/);
});

test('an offer expires by itself, and is told so, without anybody asking', async () => {
  vi.useFakeTimers();
  try {
    const { issuer } = make(undefined, { running: true });
    const seen: string[] = [];
    issuer.onProgress(({ state }) => seen.push(state));
    await issuer.createOffer({
      claims: SAMPLE_CLAIMS,
      configurationId: 'other-sd-jwt',
      txCode: true,
      ttlSeconds: 60,
      subjectRef: 'visit',
    });
    await vi.advanceTimersByTimeAsync(59_000);
    expect(seen).toEqual(['created']);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(seen).toEqual(['created', 'expired']);
    issuer.close();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
