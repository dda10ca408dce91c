import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRE_AUTHORIZED_CODE_GRANT } from '../offer-form.ts';
import { handWallet, proofJwt } from '../testing/hand-wallet.ts';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';

let folder: string;
let desk: TestIssuer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'issuer-at-rest-'));
  desk = await startTestIssuer({ file: join(folder, 'issuer.db') });
});
afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true });
});

/** Every byte the database has on disk: file, write-ahead log, shared memory. */
async function onDisk(): Promise<Buffer> {
  const names = await readdir(folder);
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
}

async function expectAbsent(secrets: readonly string[]): Promise<void> {
  const bytes = await onDisk();
  expect(bytes.byteLength).toBeGreaterThan(0);
  for (const secret of secrets)
    for (const form of [
      secret,
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64url'),
    ])
      expect(bytes.includes(form)).toBe(false);
}

const name = fc.stringMatching(/^[A-Za-zÀ-ſ]{9,20}$/);
const end = fc.constantFrom('issued' as const, 'expired' as const, 'cancelled' as const);

test('no claim, code or token is ever readable on disk, whatever becomes of the offer', async () => {
  const wallet = handWallet(desk);
  await fc.assert(
    fc.asyncProperty(name, name, end, async (given_name, family_name, outcome) => {
      const offer = await desk.offer({ claims: { given_name, family_name, verification: {} }, txCode: true });
      const handle = new URL(offer.offerUri).searchParams.get('credential_offer_uri')!.split('/').at(-1)!;
      const code = wallet.codeOf(offer.byValueUri);
      const secrets = [given_name, family_name, handle, code];
      await expectAbsent(secrets);
      const { body } = await wallet.token({
        grant_type: PRE_AUTHORIZED_CODE_GRANT,
        'pre-authorized_code': code,
        tx_code: offer.txCode!,
      });
      const token = body.access_token as string;
      await expectAbsent([...secrets, token]);
      if (outcome === 'issued') {
        const { jwt } = await proofJwt(desk, await wallet.nonce(), {
          payload: { iat: Math.floor(desk.now() / 1000) },
        });
        expect((await wallet.credential(token, jwt)).status).toBe(200);
      }
      if (outcome === 'expired') desk.advance(300_001);
      if (outcome === 'cancelled') await desk.issuer.cancel(offer.offerId);
      expect((await desk.issuer.status(offer.offerId)).state).toBe(outcome);
      expect(desk.sealedClaims(offer.offerId)).toBeNull();
      await expectAbsent([...secrets, token]);
    }),
    { numRuns: 25 },
  );
});

test('of a credential that has to wait neither claims nor the holder’s key are readable', async () => {
  const wallet = handWallet(desk);
  const family_name = 'Wartezimmermann';
  const offer = await desk.offer({ claims: { family_name, verification: {} }, txCode: false, held: true });
  const { body } = await wallet.token({
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': wallet.codeOf(offer.byValueUri),
  });
  const token = body.access_token as string;
  const { jwt, jwk } = await proofJwt(desk, await wallet.nonce(), {
    payload: { iat: Math.floor(desk.now() / 1000) },
  });
  const reply = await wallet.credential(token, jwt);
  expect(reply.status).toBe(202);
  await expectAbsent([family_name, token, jwk.x!, reply.body.transaction_id as string]);
  expect(desk.sealedClaims(offer.offerId)).toMatch(/^eyJ/);
  await desk.issuer.cancel(offer.offerId);
  expect(desk.sealedClaims(offer.offerId)).toBeNull();
});

test('the check itself would see a claim that is there', async () => {
  const reference = 'a reference that is kept in the clear';
  await desk.offer({ subjectRef: reference });
  await expect(expectAbsent([reference])).rejects.toThrow();
});

test('claims are gone when five wrong codes lock the offer', async () => {
  const wallet = handWallet(desk);
  const offer = await desk.offer();
  expect(desk.sealedClaims(offer.offerId)).toMatch(/^eyJ/);
  for (let i = 0; i < 5; i += 1)
    await wallet.token({
      grant_type: PRE_AUTHORIZED_CODE_GRANT,
      'pre-authorized_code': wallet.codeOf(offer.byValueUri),
      tx_code: 'wrong',
    });
  expect((await desk.issuer.status(offer.offerId)).state).toBe('locked');
  expect(desk.sealedClaims(offer.offerId)).toBeNull();
});

test('ended offers are forgotten after a day, open ones are not', async () => {
  const ended = await desk.offer();
  await desk.issuer.cancel(ended.offerId);
  desk.advance(86_400_001);
  const open = await desk.offer();
  await desk.issuer.sweep();
  await expect(desk.issuer.status(ended.offerId)).rejects.toMatchObject({ code: 'issuer/unknown-offer' });
  expect((await desk.issuer.status(open.offerId)).state).toBe('created');
});
