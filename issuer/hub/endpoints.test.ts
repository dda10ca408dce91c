import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { redeemOffer } from '../../e2e/wallet/index.ts';
import { openHub, openPlace } from './index.ts';
import { CLAIMS, profile, startTestHubs, type TestHubs, type TestKiosk } from './testing/test-hub.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function hubs(): Promise<{ hubs: TestHubs; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'hub-'));
  const place = await openPlace({ folder }, { create: true });
  const started = await startTestHubs([place.driver]);
  undo.push(
    () => rm(folder, { recursive: true }),
    () => place.close(),
    () => started.close(),
  );
  return { hubs: started, folder };
}

const online = (kiosk: TestKiosk, subject_ref: string) =>
  kiosk.ask('POST', 'offers', { claims: CLAIMS, tx_code: false, subject_ref });

test('whatever an enrolled kiosk or a stranger sends, the hub answers by the book', async () => {
  const { hubs: started } = await hubs();
  const kiosk = await started.kiosk();
  const path = fc.constantFrom(
    'enrol',
    'lease',
    'offers',
    'offers/x/cancel',
    'offers/x/revoke',
    'log',
    'log?log=x',
    'nothing',
    '',
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.record({
      code: fc.string(),
      public_key: fc.base64String(),
      profile: fc.string(),
      checks: fc.array(fc.string()),
    }),
    fc.record({ claims: fc.object(), tx_code: fc.boolean(), subject_ref: fc.string() }),
    fc.record({ log: fc.string(), rows: fc.array(fc.object()), tickets: fc.array(fc.object()) }),
    fc.record({
      log: fc.string({ minLength: 1 }),
      rows: fc.constant([]),
      checkpoint: fc.record({ note: fc.string(), verifier_key: fc.string() }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(
      path,
      value,
      fc.constantFrom('GET' as const, 'POST' as const),
      async (to, body, method) => {
        const signed = await kiosk.ask(method, to, method === 'GET' ? undefined : body);
        expect([to, body, signed.status < 500]).toEqual([to, body, true]);
        const unsigned = await started.request(`/kiosk/${to}`, {
          method,
          ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
        });
        expect([400, 401, 404]).toContain(unsigned.status);
      },
    ),
    { numRuns: 150 },
  );
  expect(started.reported).toEqual([]);
});

test('a body larger than any kiosk sends is not read to its end', async () => {
  const { hubs: started } = await hubs();
  const answer = await started.request('/kiosk/enrol', { method: 'POST', body: 'x'.repeat(1_100_000) });
  expect(answer).toMatchObject({ status: 413, body: { error: 'invalid_request' } });
});

test('what a kiosk asked for online is revoked for the time it did wrong, and open offers end', async () => {
  const { hubs: started } = await hubs();
  const [kiosk, other] = [await started.kiosk(), await started.kiosk()];
  const before = (await online(kiosk, 'before')).body;
  await redeemOffer(before.offer_uri);
  started.advance(60_000);
  const from = started.now();
  started.advance(1_000);
  const during = (await online(kiosk, 'during')).body;
  await redeemOffer(during.offer_uri);
  const open = (await online(kiosk, 'open')).body;
  const others = (await online(other, 'during')).body;
  await redeemOffer(others.offer_uri);
  const [hub] = started.hubs;
  const number = kiosk.charter.kiosk;
  expect(await hub!.withdrawKiosk({ kiosk: number, from, to: started.now() + 1 })).toMatchObject({
    revoked: 1,
  });
  const status = ({ offer_id }: { offer_id: string }) => hub!.issuer.credentialStatus(offer_id);
  expect(await Promise.all([before, during, others].map(status))).toEqual([
    ['valid'],
    ['revoked'],
    ['valid'],
  ]);
  await expect(redeemOffer(open.offer_uri)).rejects.toThrow();
  // Its time is over, and the kiosk goes on.
  started.advance(1_000);
  expect((await online(kiosk, 'after')).status).toBe(201);
});

test('a copy of the database gives away no person, code, ticket or key', async () => {
  const { hubs: started, folder } = await hubs();
  const { code } = await started.hubs[0]!.createEnrolment({
    name: 'Desk',
    grant: (await started.kiosk()).charter.grant,
  });
  const kiosk = await started.kiosk();
  const { text } = await kiosk.mint({ txCode: '481216' });
  await started.request(`/t/${text}`);
  const made = (await online(kiosk, 'visit')).body;
  const handle = decodeURIComponent(made.offer_uri).split('/').at(-1)!;
  const secrets = [
    'MUSTERMANN',
    '1969-12-31',
    '481216',
    code,
    text.slice(0, 60),
    handle,
    'privateKey',
    '"d":',
  ];
  for (const name of (await readdir(folder)).filter((one) => one.startsWith('hub.db'))) {
    const bytes = await readFile(join(folder, name), 'latin1');
    expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
  }
});

test('a database does not open with another hub key, and what is no key is none', async () => {
  const { hubs: started, folder } = await hubs();
  await started.kiosk();
  const place = await openPlace({ folder, key: randomBytes(32).toString('base64url') });
  undo.push(() => place.close());
  await expect(openHub(place, { profiles: [profile], url: started.url })).rejects.toMatchObject({
    code: 'hub/wrong-key',
  });
  await expect(openPlace({ folder, key: 'short' })).rejects.toMatchObject({ code: 'hub/wrong-key' });
});
