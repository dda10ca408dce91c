import { afterEach, beforeEach, expect, test } from 'vitest';
import { PRE_AUTHORIZED_CODE_GRANT } from '../offer-form.ts';
import { dpopProof, newKey } from '../testing/attester.ts';
import { freshToken, handWallet, proofJwt } from '../testing/hand-wallet.ts';
import { CONFIGURATION, startTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';

let desk: TestIssuer;
let wallet: ReturnType<typeof handWallet>;
beforeEach(async () => {
  desk = await startTestIssuer();
  wallet = handWallet(desk);
});
afterEach(async () => {
  await desk.close();
  expect(desk.reported).toEqual([]);
});

async function deferred() {
  const { token, offerId } = await freshToken(desk, { held: true });
  const { jwt, jwk } = await proofJwt(desk, await wallet.nonce());
  const reply = await wallet.credential(token, jwt);
  return { token, offerId, jwk, reply, id: reply.body.transaction_id as string };
}
const fetchLater = (token: string, id: unknown) =>
  wallet.json('/deferred_credential', { transaction_id: id }, token);

test('a held credential is promised, then given to the proven key when it is released, once', async () => {
  const { token, offerId, reply, id } = await deferred();
  expect(reply).toMatchObject({
    status: 202,
    body: { transaction_id: expect.any(String), interval: expect.any(Number) },
  });
  expect(reply.body).not.toHaveProperty('credentials');
  expect(await fetchLater(token, id)).toMatchObject({ status: 202, body: { transaction_id: id } });
  expect(await desk.issuer.release(offerId)).toBe(true);
  const given = await fetchLater(token, id);
  expect(given.status).toBe(200);
  expect(Object.keys(given.body)).toEqual(['credentials']);
  expect(given.body.credentials).toHaveLength(1);
  expect(await fetchLater(token, id)).toMatchObject({
    status: 400,
    body: { error: 'invalid_transaction_id' },
  });
  expect(desk.seen.map(({ state }) => state)).toEqual(['created', 'token', 'deferred', 'issued']);
});

test('of eight who come for it at once exactly one gets it', async () => {
  const { token, offerId, id } = await deferred();
  await desk.issuer.release(offerId);
  const replies = await Promise.all(Array.from({ length: 8 }, () => fetchLater(token, id)));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('what is released before the wallet asks is given at once', async () => {
  const { token, offerId } = await freshToken(desk, { held: true });
  expect(await desk.issuer.release(offerId)).toBe(true);
  const { jwt } = await proofJwt(desk, await wallet.nonce());
  expect((await wallet.credential(token, jwt)).status).toBe(200);
});

test('a wrong transaction, another’s, a missing one; a withdrawn credential', async () => {
  const [first, second] = [await deferred(), await deferred()];
  expect((await fetchLater(first.token, second.id)).body.error).toBe('invalid_transaction_id');
  expect((await fetchLater(first.token, 'x')).body.error).toBe('invalid_transaction_id');
  expect((await fetchLater(first.token, undefined)).body.error).toBe('invalid_credential_request');
  expect((await wallet.json('/deferred_credential', { transaction_id: first.id })).status).toBe(401);
  expect(await desk.issuer.cancel(first.offerId)).toBe(true);
  expect((await fetchLater(first.token, first.id)).body.error).toBe('credential_request_denied');
});

test('nobody may ask the credential endpoint twice', async () => {
  const { token } = await deferred();
  const { jwt } = await proofJwt(desk, await wallet.nonce());
  expect((await wallet.credential(token, jwt)).body.error).toBe('credential_request_denied');
});

test('a bearer token waits five minutes, one bound to a key a day', async () => {
  const bearer = await deferred();
  const key = await newKey();
  const { byValueUri } = await desk.offer({ txCode: false, held: true });
  const at = (path: string) => desk.issuer.issuerUrl + path;
  const reply = await wallet.token(
    { grant_type: PRE_AUTHORIZED_CODE_GRANT, 'pre-authorized_code': wallet.codeOf(byValueUri) },
    { DPoP: await dpopProof(key, 'POST', at('/token')) },
  );
  expect(reply.body.expires_in).toBe(86_400);
  const token = reply.body.access_token as string;
  const request = async (path: string, body: unknown) => {
    const payload = { iat: Math.floor(desk.now() / 1000) };
    const dpop = await dpopProof(key, 'POST', at(path), token, { payload });
    return wallet.json(path, body, undefined, { authorization: `DPoP ${token}`, dpop });
  };
  const { jwt } = await proofJwt(desk, await wallet.nonce());
  const promise = await request('/credential', {
    credential_configuration_id: CONFIGURATION,
    proofs: { jwt: [jwt] },
  });
  desk.advance(3_600_000);
  expect((await fetchLater(bearer.token, bearer.id)).status).toBe(401);
  const later = await request('/deferred_credential', { transaction_id: promise.body.transaction_id });
  expect(later.status).toBe(202);
});
