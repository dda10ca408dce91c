import { decodeJwt } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { newKey } from '../testing/attester.ts';
import { freshToken, handWallet, proofJwt } from '../testing/hand-wallet.ts';
import {
  CONFIGURATION,
  startTestIssuer,
  type TestIssuer,
  type TestIssuerOptions,
} from '../testing/test-issuer.ts';

let desk: TestIssuer;
let wallet: ReturnType<typeof handWallet>;
const start = async (options: TestIssuerOptions['options'] = {}) => {
  desk = await startTestIssuer({ options });
  wallet = handWallet(desk);
};
afterEach(async () => {
  await desk.close();
  expect(desk.reported).toEqual([]);
});

const ask = (token: string, jwt: string[]) =>
  wallet.json('/credential', { credential_configuration_id: CONFIGURATION, proofs: { jwt } }, token);
const issued = (body: Record<string, unknown>) =>
  (body.credentials as { credential: string }[]).map(({ credential }) => credential);

test('each proof gets a copy bound to its key, with its own salts and its own place in a status list', async () => {
  await start({ status: 'hosted' });
  const { token } = await freshToken(desk);
  const nonce = await wallet.nonce();
  const proofs = await Promise.all(Array.from({ length: 5 }, () => proofJwt(desk, nonce)));
  const { status, body } = await ask(
    token,
    proofs.map(({ jwt }) => jwt),
  );
  expect(status).toBe(200);
  const copies = issued(body);
  const payloads = copies.map((copy) => decodeJwt(copy.split('~')[0]!));
  expect(payloads.map(({ cnf }) => cnf)).toEqual(proofs.map(({ jwk }) => ({ jwk })));
  const places = payloads.map(({ status: told }) => JSON.stringify(told));
  expect(new Set(places).size).toBe(5);
  const disclosures = copies.flatMap((copy) => copy.split('~').slice(1, -1));
  expect(new Set(disclosures).size).toBe(disclosures.length);
});

test('the nonce of a batch is spent with it', async () => {
  await start();
  const [first, second] = [await freshToken(desk), await freshToken(desk)];
  const nonces = [await wallet.nonce(), await wallet.nonce()];
  const proofs = await Promise.all(nonces.map((nonce) => proofJwt(desk, nonce)));
  await ask(
    first.token,
    proofs.map(({ jwt }) => jwt),
  );
  const again = await ask(second.token, [(await proofJwt(desk, nonces[1]!)).jwt]);
  expect(again.body.error).toBe('invalid_nonce');
});

test('the same key twice is refused; one bad proof spoils the batch; neither costs anything', async () => {
  await start();
  const { token } = await freshToken(desk);
  const nonce = await wallet.nonce();
  const key = await newKey();
  const twice = [(await proofJwt(desk, nonce, { key })).jwt, (await proofJwt(desk, nonce, { key })).jwt];
  expect((await ask(token, twice)).body.error).toBe('invalid_proof');
  const spoiled = [(await proofJwt(desk, nonce)).jwt, (await proofJwt(desk, nonce, { otherKey: true })).jwt];
  expect((await ask(token, spoiled)).body.error).toBe('invalid_proof');
  expect((await ask(token, [(await proofJwt(desk, nonce)).jwt])).status).toBe(200);
});

test('the metadata say how many, or nothing when it is one', async () => {
  await start({ batchSize: 3 });
  const metadata = async () => (await wallet.get('//.well-known/openid-credential-issuer/open')).body;
  expect(await metadata()).toMatchObject({ batch_credential_issuance: { batch_size: 3 } });
  const { token } = await freshToken(desk);
  const nonce = await wallet.nonce();
  const proofs = await Promise.all(Array.from({ length: 4 }, () => proofJwt(desk, nonce)));
  expect(
    (
      await ask(
        token,
        proofs.map(({ jwt }) => jwt),
      )
    ).body.error,
  ).toBe('invalid_proof');
  await desk.close();
  await start({ batchSize: 1 });
  expect(await metadata()).not.toHaveProperty('batch_credential_issuance');
});
