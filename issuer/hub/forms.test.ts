import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { redeemOffer } from '../../e2e/wallet/index.ts';
import { formsForKiosks } from './forms.ts';
import { hubsOverSqlite } from './testing/over-sqlite.ts';
import { CLAIMS, profile, type TestHubs } from './testing/test-hub.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function started(): Promise<TestHubs> {
  const { hubs, end } = await hubsOverSqlite(1);
  undo.push(end);
  return hubs;
}
const order = (more: Record<string, unknown> = {}) => ({
  claims: CLAIMS,
  tx_code: false,
  subject_ref: 'visit-1',
  ...more,
});
const MDOC = { configuration_id: 'verified-identity-mdoc', variant: 'open' };

test('the charter names the forms, and an order has the one it names', async () => {
  const hubs = await started();
  const kiosk = await hubs.kiosk();
  expect(kiosk.charter.forms).toEqual([
    { configuration_id: 'verified-identity-sd-jwt', variant: 'open', name: 'dc+sd-jwt' },
    { ...MDOC, name: 'mso_mdoc' },
  ]);
  const configurationOf = async (more: Record<string, unknown>) => {
    const { body } = await kiosk.ask('POST', 'offers', order(more));
    const link = new URL(body.offer_uri).searchParams.get('credential_offer_uri')!;
    const offered = (await (await fetch(link)).json()) as { credential_configuration_ids: string[] };
    const told = (await kiosk.ask('GET', `offers/${body.offer_id}`)).body.configuration_id;
    expect(offered.credential_configuration_ids).toEqual([told]);
    return told;
  };
  expect(await configurationOf({})).toBe('verified-identity-sd-jwt');
  expect(await configurationOf({ form: kiosk.charter.forms[0] })).toBe('verified-identity-sd-jwt');
  expect(await configurationOf({ form: MDOC })).toBe('verified-identity-mdoc');
});

test('a form the hub does not have, or one with a ticket in reserve, is refused', async () => {
  const hubs = await started();
  const kiosk = await hubs.kiosk();
  for (const form of [
    { ...MDOC, variant: 'haip' },
    { configuration_id: 'verified-identity-w3c', variant: 'open' },
  ])
    expect(await kiosk.ask('POST', 'offers', order({ form }))).toMatchObject({
      status: 400,
      body: { error: 'unknown_form' },
    });
  const reserve = { order_id: randomBytes(16).toString('base64url'), fallback: 1 };
  expect(await kiosk.ask('POST', 'offers', order({ ...reserve, form: MDOC }))).toMatchObject({
    status: 400,
    body: { error: 'invalid_request' },
  });
  const plain = await kiosk.ask('POST', 'offers', order(reserve));
  expect(plain.status).toBe(201);
  await redeemOffer(plain.body.offer_uri);
});

test('the profile’s first format comes first, and a second identifier adds its forms', () => {
  const named = (haipUrl: string | null, configurations: (typeof profile)['configurations']) =>
    formsForKiosks({
      profiles: new Map([['p', { ...profile, configurations }]]),
      issuer: { haipUrl } as Parameters<typeof formsForKiosks>[0]['issuer'],
    }).map(({ name }) => name);
  const [sdJwt, w3c, mdoc] = profile.configurations;
  expect(named('https://id.example/haip', profile.configurations)).toEqual([
    'dc+sd-jwt',
    'mso_mdoc',
    'dc+sd-jwt, attested wallets',
    'mso_mdoc, attested wallets',
  ]);
  expect(named(null, [w3c!, mdoc!, sdJwt!])).toEqual(['jwt_vc_json', 'dc+sd-jwt', 'mso_mdoc']);
  expect(named(null, [w3c!])).toEqual(['jwt_vc_json']);
});
