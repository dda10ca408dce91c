import { X509Certificate } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { decode, Tagged } from 'cborg';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyCredential } from '../../e2e/wallet/index.ts';
import { freshToken, handWallet, proofJwt } from '../testing/hand-wallet.ts';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';
import { compressedList } from './encode.ts';

let desk: TestIssuer;
let wallet: ReturnType<typeof handWallet>;
beforeEach(async () => {
  desk = await startTestIssuer({ options: { status: 'hosted', statusListSize: 4096 } });
  wallet = handWallet(desk);
});
afterEach(async () => {
  await desk.close();
  expect(desk.reported).toEqual([]);
});

async function issue(
  configurationId = 'verified-identity-sd-jwt',
  more: Parameters<TestIssuer['offer']>[0] = {},
) {
  const { token, offerId } = await freshToken(desk, { configurationId, ...more });
  const { jwt } = await proofJwt(desk, await wallet.nonce(), {
    payload: { iat: Math.floor(desk.now() / 1000) },
  });
  const { body } = await wallet.credential(token, jwt, { credential_configuration_id: configurationId });
  const { credential } = (body.credentials as { credential: string }[])[0]!;
  return { credential, offerId };
}
interface Place {
  idx: number;
  uri: string;
}
const placeOf = (credential: string): Place =>
  (decodeJwt(credential.split('~')[0]!) as { status: { status_list: Place } }).status.status_list;

const fetchList = (uri: string, accept = 'application/statuslist+jwt') => fetch(uri, { headers: { accept } });
function statusIn(lst: Uint8Array, idx: number): number {
  const bytes = inflateSync(lst);
  expect(bytes.byteLength).toBe(4096 / 4);
  return (bytes[Math.floor(idx / 4)]! >> ((idx % 4) * 2)) & 3;
}
async function told({ idx, uri }: Place): Promise<number> {
  const { status_list } = decodeJwt(await (await fetchList(uri)).text()) as {
    status_list: { bits: number; lst: string };
  };
  expect(status_list.bits).toBe(2);
  return statusIn(Buffer.from(status_list.lst, 'base64url'), idx);
}

test('bits are packed as the draft’s own example packs them', async () => {
  // draft-ietf-oauth-status-list §4.1, the example of two bits (C9 44 F9), with 0 in place of 3, which is not used here.
  const names = ['valid', 'revoked', 'suspended'] as const;
  const values = [1, 2, 0, 0, 0, 1, 0, 1, 1, 2, 0, 0];
  const exceptions = values.map((value, index) => ({ index, status: names[value]! }));
  expect([...inflateSync(await compressedList({ size: 12, exceptions }))]).toEqual([0x09, 0x44, 0x09]);
});

test('another implementation asks for the status and accepts a valid credential, refuses a revoked one', async () => {
  const { credential, offerId } = await issue();
  await verifyCredential(credential, desk.trustAnchorPem);
  expect(await desk.issuer.setCredentialStatus({ offerId }, 'revoked')).toBe(1);
  await expect(verifyCredential(credential, desk.trustAnchorPem)).rejects.toThrow(/status/i);
});

test('a request that is given no credential leaves none in the list', async () => {
  const { token, offerId } = await freshToken(desk, { configurationId: 'verified-identity-sd-jwt' });
  const { jwt } = await proofJwt(desk, await wallet.nonce(), {
    payload: { iat: Math.floor(desk.now() / 1000) },
  });
  const ask = () =>
    wallet.credential(token, jwt, { credential_configuration_id: 'verified-identity-sd-jwt' });
  const answers = await Promise.all(Array.from({ length: 8 }, ask));
  expect(answers.filter(({ body }) => body.credentials !== undefined)).toHaveLength(1);
  expect(await desk.issuer.credentialStatus(offerId)).toEqual(['valid']);
});

test('suspended, reinstated, revoked for good; nobody else’s entry changes', async () => {
  const [mine, other] = [await issue(), await issue()];
  const place = placeOf(mine.credential);
  const set = (status: 'valid' | 'revoked' | 'suspended') =>
    desk.issuer.setCredentialStatus({ offerId: mine.offerId }, status);
  expect(await told(place)).toBe(0);
  expect(await set('suspended')).toBe(1);
  expect(await told(place)).toBe(2);
  expect(await set('valid')).toBe(1);
  expect(await told(place)).toBe(0);
  expect(await set('revoked')).toBe(1);
  expect(await set('valid')).toBe(0);
  expect(await told(place)).toBe(1);
  expect(await told(placeOf(other.credential))).toBe(0);
  expect(await desk.issuer.credentialStatus(mine.offerId)).toEqual(['revoked']);
});

test('all of a stolen kiosk’s credentials of some hours can be revoked, also when the offers are forgotten', async () => {
  const before = await issue(undefined, { origin: 'kiosk-7' });
  desk.advance(3_600_000);
  const stolenAt = desk.now();
  const stolen = await issue(undefined, { origin: 'kiosk-7' });
  const elsewhere = await issue(undefined, { origin: 'kiosk-8' });
  desk.advance(86_400_001);
  await desk.issuer.sweep();
  await expect(desk.issuer.status(stolen.offerId)).rejects.toMatchObject({ code: 'issuer/unknown-offer' });
  expect(await desk.issuer.setCredentialStatus({ origin: 'kiosk-7', from: stolenAt }, 'revoked')).toBe(1);
  expect(await told(placeOf(stolen.credential))).toBe(1);
  expect(await told(placeOf(before.credential))).toBe(0);
  expect(await told(placeOf(elsewhere.credential))).toBe(0);
});

test('nobody is not everybody', async () => {
  await issue();
  await expect(desk.issuer.setCredentialStatus({}, 'revoked')).rejects.toMatchObject({
    code: 'issuer/bad-offer',
  });
});

test('the token is typed, signed by the issuer’s certificate, dated back, and names its own address', async () => {
  const { uri } = placeOf((await issue()).credential);
  const reply = await fetchList(uri);
  expect(reply.headers.get('content-type')).toBe('application/statuslist+jwt');
  expect(reply.headers.get('access-control-allow-origin')).toBe('*');
  const jwt = await reply.text();
  const { typ, alg, x5c } = decodeProtectedHeader(jwt);
  expect([typ, alg]).toEqual(['statuslist+jwt', 'ES256']);
  const leaf = new X509Certificate(Buffer.from(x5c![0]!, 'base64'));
  await compactVerify(jwt, leaf.publicKey);
  const { sub, iat, exp, ttl } = decodeJwt(jwt) as Record<string, number | string>;
  const now = Date.now() / 1000;
  expect(sub).toBe(uri);
  expect(now - (iat as number)).toBeGreaterThanOrEqual(600);
  expect(exp as number).toBeGreaterThan(now + 3600);
  expect(ttl).toBe(300);
});

test('who prefers CWT gets a tagged COSE_Sign1 with the same list', async () => {
  const { credential, offerId } = await issue();
  await desk.issuer.setCredentialStatus({ offerId }, 'revoked');
  const { idx, uri } = placeOf(credential);
  const reply = await fetchList(uri, 'application/statuslist+cwt, application/statuslist+jwt;q=0.5');
  expect(reply.headers.get('content-type')).toBe('application/statuslist+cwt');
  const options = { useMaps: true, tags: Tagged.preserve(18) };
  const message = decode(new Uint8Array(await reply.arrayBuffer()), options) as Tagged;
  expect(message.tag).toBe(18);
  const [header, , payload] = message.value as [Uint8Array, Map<number, unknown>, Uint8Array, Uint8Array];
  expect(decode(header, options)).toEqual(
    new Map<number, unknown>([
      [1, -7],
      [16, 'application/statuslist+cwt'],
    ]),
  );
  const claims = decode(payload, options) as Map<number, unknown>;
  expect(claims.get(2)).toBe(uri);
  const list = claims.get(65533) as Map<string, unknown>;
  expect(list.get('bits')).toBe(2);
  expect(statusIn(list.get('lst') as Uint8Array, idx)).toBe(1);
});

test('a token is signed ahead and kept, until something changes or a quarter of its life is over', async () => {
  const { credential, offerId } = await issue();
  const { uri } = placeOf(credential);
  const token = async () => (await fetchList(uri)).text();
  const first = await token();
  desk.advance(3_600_000);
  expect(await token()).toBe(first);
  desk.advance(6 * 3_600_000);
  const second = await token();
  expect(second).not.toBe(first);
  await desk.issuer.setCredentialStatus({ offerId }, 'suspended');
  expect(await token()).not.toBe(second);
});

test('every format says where its status is told, and the indexes tell nothing of the order', async () => {
  const sdJwt = placeOf((await issue()).credential);
  const w3c = placeOf((await issue('verified-identity-w3c')).credential);
  expect(w3c.uri).toBe(sdJwt.uri);
  const indexes = [sdJwt.idx, w3c.idx];
  for (let i = 0; i < 10; i += 1) indexes.push(placeOf((await issue()).credential).idx);
  const steps = indexes.slice(1).map((index, i) => index - indexes[i]!);
  expect(new Set(steps).size).toBeGreaterThan(6);
  expect(Math.max(...indexes)).toBeGreaterThan(256);
});

test('places may come from a service elsewhere; while it gives none, no credential goes out without', async () => {
  await desk.close();
  const uri = 'https://hub.example/open/status/abc';
  const answers = [[], [{ idx: 7, uri }]];
  desk = await startTestIssuer({ options: { status: { reserve: async () => answers.shift()! } } });
  wallet = handWallet(desk);
  const { token } = await freshToken(desk);
  const ask = async () => wallet.credential(token, (await proofJwt(desk, await wallet.nonce())).jwt);
  expect(await ask()).toMatchObject({ status: 500, body: { error: 'server_error' } });
  expect(desk.reported.splice(0)).toMatchObject([{ code: 'issuer/no-status' }]);
  const { body } = await ask();
  expect(placeOf((body.credentials as { credential: string }[])[0]!.credential)).toEqual({ idx: 7, uri });
  expect((await wallet.get('/status/abc')).status).toBe(404);
});

test('an unknown list is 404; without lists no credential has a status', async () => {
  expect((await wallet.get('/status/nothing')).status).toBe(404);
  await desk.close();
  desk = await startTestIssuer();
  wallet = handWallet(desk);
  const { credential } = await issue();
  expect(decodeJwt(credential.split('~')[0]!)).not.toHaveProperty('status');
  expect((await wallet.get('/status/nothing')).status).toBe(404);
});
