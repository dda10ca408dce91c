import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { type SqlDriver, type Steps, sql } from '../store/sql.ts';
import { parseGrant } from './index.ts';
import { signRequest } from './signed-request.ts';
import { describeHubs } from './testing/over-databases.ts';
import { CHECKS, profile, type TestHubs, TestKiosk } from './testing/test-hub.ts';

describeHubs('kiosks', (start) => {
  let hubs: TestHubs;
  let drivers: SqlDriver[];
  beforeEach(async () => {
    ({ hubs, drivers } = await start());
  });
  const stranger = () => new TestKiosk(hubs, generateKeyPairSync('ed25519').privateKey);
  const code = async (hours?: number) =>
    (
      await hubs.hubs[0]!.createEnrolment({
        name: 'Desk 7',
        grant: parseGrant({ dailyQuota: 9 }),
        ...(hours === undefined ? {} : { hours }),
      })
    ).code;

  test('a code enrols a kiosk, which is told all it needs without network', async () => {
    const kiosk = stranger();
    const { status, body } = await kiosk.enrolWith((await code()).toLowerCase().replaceAll('-', ' '));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kiosk: 1,
      name: 'Desk 7',
      hub: hubs.url,
      issuer: `${hubs.url}/open`,
      test_only: true,
      ticket_keys: [{ id: 1, public_key: expect.stringMatching(/^[\w-]{43}$/) }],
      profile: { id: profile.id, digest: expect.stringMatching(/^[0-9a-f]{8}$/) },
      grant: { dailyQuota: 9, leaseDays: 14 },
    });
    expect(body.lease_until).toBeGreaterThan(hubs.now() + 13 * 86_400_000);
    expect(await hubs.hubs[1]!.kiosks()).toMatchObject([{ kiosk: 1, name: 'Desk 7', blockedAt: null }]);
  });

  test('a code is good once: of eight kiosks one is enrolled, and only that one may repeat itself', async () => {
    const text = await code();
    const kiosks = Array.from({ length: 8 }, stranger);
    const answers = await Promise.all(kiosks.map((kiosk) => kiosk.enrolWith(text)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(403)]);
    const first = answers.findIndex(({ status }) => status === 201);
    expect((await kiosks[first]!.enrolWith(text)).body.kiosk).toBe(answers[first]!.body.kiosk);
    expect(await hubs.hubs[0]!.kiosks()).toHaveLength(1);
  });

  test('no code, a late code, a key it does not hold, a profile nobody has', async () => {
    expect((await stranger().enrolWith('AAAA-BBBB-CCCC-DDDD')).body.error).toBe('invalid_code');
    const late = await code(1);
    hubs.advance(3_600_001);
    expect((await stranger().enrolWith(late)).body.error).toBe('invalid_code');
    const good = await code();
    const kiosk = stranger();
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x;
    expect((await kiosk.enrolWith(good, { public_key: other })).body.error).toBe('invalid_kiosk');
    expect((await kiosk.enrolWith(good, { profile: 'nobodys' })).body.error).toBe('unknown_profile');
    expect((await kiosk.enrolWith(good)).status).toBe(201);
  });

  test('who has no code leaves nothing behind, and cannot send much', async () => {
    const spent = () =>
      drivers[0]!.run(function* (): Steps<number> {
        const { rows } = yield sql`SELECT count(*) AS made FROM issuer_spent_nonces`;
        return Number(rows[0]!.made);
      });
    const used = await code();
    expect((await stranger().enrolWith(used)).status).toBe(201);
    const before = await spent();
    for (const text of ['AAAA-BBBB-CCCC-DDDD', used])
      expect((await stranger().enrolWith(text)).body.error).toBe('invalid_code');
    expect(await spent()).toBe(before);
    expect((await stranger().enrolWith(used, { more: 'x'.repeat(40_000) })).status).toBe(413);
  });

  test('eight kiosks enrolled at once get eight numbers', async () => {
    const kiosks = await Promise.all(Array.from({ length: 8 }, () => hubs.kiosk()));
    expect(new Set(kiosks.map(({ charter }) => charter.kiosk)).size).toBe(8);
  });

  test('a request is believed once, and only as it was signed', async () => {
    const kiosk = await hubs.kiosk();
    const lease = { profile: profile.id, checks: CHECKS };
    const ask = (as: Parameters<TestKiosk['ask']>[3]) => kiosk.ask('POST', 'lease', lease, as);
    expect((await ask({})).status).toBe(200);
    const wrong: Parameters<TestKiosk['ask']>[3][] = [
      { hub: 'https://other.example' },
      { path: '/kiosk/offers' },
      { method: 'GET' },
      { body: '{}' },
      { kiosk: 99 },
      { kiosk: null },
      { now: hubs.now() - 16 * 60_000 },
      { now: hubs.now() + 16 * 60_000 },
      { key: generateKeyPairSync('ed25519').privateKey },
    ];
    for (const as of wrong)
      expect([as, (await ask(as)).status, (await ask(as)).body.error]).toEqual([as, 401, 'invalid_kiosk']);
    expect((await kiosk.send('POST', 'lease', '{}', 'Kiosk a.b')).status).toBe(401);

    const text = JSON.stringify(lease);
    const signed = signRequest(
      {
        hub: hubs.url,
        method: 'POST',
        path: '/kiosk/lease',
        body: text,
        now: hubs.now(),
        kiosk: kiosk.charter.kiosk,
      },
      kiosk.key,
    );
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => kiosk.send('POST', 'lease', text, signed)),
    );
    expect(sent.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);
  });

  test('the lease grows while the kiosk is in touch, and a revoked kiosk is turned away', async () => {
    const kiosk = await hubs.kiosk({ leaseDays: 2 });
    hubs.advance(86_400_000);
    const lease = { profile: profile.id, checks: CHECKS };
    const { body } = await kiosk.ask('POST', 'lease', lease);
    expect(body.lease_until).toBeGreaterThanOrEqual(kiosk.charter.lease_until + 86_400_000);
    await hubs.hubs[0]!.withdrawKiosk({ kiosk: kiosk.charter.kiosk, from: hubs.now(), to: null });
    expect(await kiosk.ask('POST', 'lease', lease)).toMatchObject({
      status: 403,
      body: { error: 'kiosk_revoked' },
    });
    await expect(hubs.hubs[0]!.withdrawKiosk({ kiosk: 99, from: 0, to: null })).rejects.toMatchObject({
      code: 'hub/unknown-kiosk',
    });
  });

  test('a new ticket key comes first, and the one before stays', async () => {
    const kiosk = await hubs.kiosk();
    await hubs.hubs[0]!.rotateTicketKey();
    const { body } = await kiosk.ask('POST', 'lease', { profile: profile.id, checks: CHECKS });
    expect(body.ticket_keys.map(({ id }: { id: number }) => id)).toEqual([2, 1]);
    expect(body.ticket_keys[1]).toEqual(kiosk.charter.ticket_keys[0]);
  });
});
