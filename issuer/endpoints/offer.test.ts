import { afterEach, beforeEach, expect, test } from 'vitest';
import { PRE_AUTHORIZED_CODE_GRANT } from '../offer-form.ts';
import { freshToken, handWallet, proofJwt } from '../testing/hand-wallet.ts';
import { CONFIGURATION, startTestIssuer, type TestIssuer } from '../testing/test-issuer.ts';
import type { TxCodeForm } from '../types.ts';

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

const byReference = async (offerUri: string, language?: string) => {
  const url = new URL(offerUri).searchParams.get('credential_offer_uri')!;
  const reply = await fetch(url, language === undefined ? {} : { headers: { 'accept-language': language } });
  return { reply, offer: (await reply.json()) as Record<string, never> };
};
const txCodeOf = (offer: Record<string, Record<string, { tx_code?: Record<string, unknown> }>>) =>
  offer.grants![PRE_AUTHORIZED_CODE_GRANT]!.tx_code;

test('by value and by reference it is the same offer, in JSON that nobody keeps', async () => {
  const { offerUri, byValueUri } = await desk.offer();
  for (const uri of [offerUri, byValueUri]) expect([...new URL(uri).searchParams.keys()]).toHaveLength(1);
  const { reply, offer } = await byReference(offerUri);
  expect(reply.headers.get('content-type')).toBe('application/json');
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(reply.headers.get('referrer-policy')).toBe('no-referrer');
  expect(offer).toEqual(JSON.parse(new URL(byValueUri).searchParams.get('credential_offer')!));
  expect(offer).toMatchObject({
    credential_issuer: desk.issuer.issuerUrl,
    credential_configuration_ids: [CONFIGURATION],
  });
});

test.each<[TxCodeForm | true, RegExp, Record<string, unknown>]>([
  [true, /^\d{6}$/, { input_mode: 'numeric', length: 6 }],
  [{ length: 4 }, /^\d{4}$/, { input_mode: 'numeric', length: 4 }],
  [{ inputMode: 'text', length: 8 }, /^[A-HJ-NP-Z2-9]{8}$/, { input_mode: 'text', length: 8 }],
  [{ description: 'On the slip' }, /^\d{6}$/, { description: 'On the slip' }],
])('the code %j looks as the offer says, and works', async (txCode, form, told) => {
  const offer = await desk.offer({ txCode });
  expect(offer.txCode).toMatch(form);
  expect(txCodeOf((await byReference(offer.offerUri)).offer)).toMatchObject(told);
  const reply = await wallet.token({
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': wallet.codeOf(offer.byValueUri),
    tx_code: ` ${offer.txCode!.toLowerCase()} `,
  });
  expect(reply.status).toBe(200);
});

test.each<TxCodeForm>([
  { length: 3 },
  { length: 13 },
  { inputMode: 'text', length: 5 },
  { description: 'x'.repeat(301) },
])('the code %j is no code', async (txCode) => {
  await expect(desk.offer({ txCode })).rejects.toMatchObject({ code: 'issuer/bad-offer' });
});

test('the sentence at the code is in the wallet’s language', async () => {
  const { offerUri } = await desk.offer();
  const told = async (language?: string) =>
    txCodeOf((await byReference(offerUri, language)).offer)?.description as string;
  expect(await told('de-CH, fr;q=0.9')).toContain('Schalter');
  expect(await told('xx, fr;q=0.5, es;q=0.8')).toContain('mostrador');
  expect(await told('pt-BR')).toContain('balcão');
  expect(await told('pl')).toContain('okienku');
  expect(await told('tr')).toContain('Gişede');
  expect(await told('ar')).toMatch(/\p{Script=Arabic}/u);
  for (const other of [undefined, 'xx', 'nonsense;;;', 'fr;q=0']) expect(await told(other)).toContain('desk');
});

test('an identifier that is not offered makes no offer', async () => {
  await expect(desk.offer({ variant: 'haip' })).rejects.toMatchObject({ code: 'issuer/bad-offer' });
});

test('a wallet that asks with authorization_details is given an identifier, and must then use it', async () => {
  const details = [{ type: 'openid_credential', credential_configuration_id: CONFIGURATION }];
  const { byValueUri } = await desk.offer({ txCode: false });
  const { body } = await wallet.token({
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': wallet.codeOf(byValueUri),
    authorization_details: JSON.stringify(details),
  });
  const [given] = body.authorization_details as { credential_identifiers: string[] }[];
  expect(given).toMatchObject(details[0]!);
  const token = body.access_token as string;
  const proofs = { jwt: [(await proofJwt(desk, await wallet.nonce())).jwt] };
  const ask = (request: object) => wallet.json('/credential', { ...request, proofs }, token);
  expect((await ask({ credential_configuration_id: CONFIGURATION })).body.error).toBe(
    'invalid_credential_request',
  );
  expect((await ask({ credential_identifier: 'other' })).body.error).toBe('unknown_credential_identifier');
  expect((await ask({ credential_identifier: given!.credential_identifiers[0] })).status).toBe(200);
});

test.each([
  ['not JSON', '{'],
  ['no list', '{}'],
  ['an empty list', '[]'],
  ['another type', '[{"type":"payment"}]'],
  ['what was not offered', '[{"type":"openid_credential","credential_configuration_id":"other"}]'],
])('authorization_details that are %s are refused and cost nothing', async (_name, details) => {
  const { byValueUri } = await desk.offer({ txCode: false });
  const fields = {
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': wallet.codeOf(byValueUri),
  };
  expect((await wallet.token({ ...fields, authorization_details: details })).body.error).toBe(
    'invalid_authorization_details',
  );
  expect((await wallet.token(fields)).status).toBe(200);
});

test('an identifier is not taken from a wallet that was given none', async () => {
  const { token } = await freshToken(desk);
  const { jwt } = await proofJwt(desk, await wallet.nonce());
  const reply = await wallet.json(
    '/credential',
    { credential_identifier: `${CONFIGURATION}/1`, proofs: { jwt: [jwt] } },
    token,
  );
  expect(reply.body.error).toBe('unknown_credential_identifier');
});
