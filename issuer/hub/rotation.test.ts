import { beforeEach, expect, test } from 'vitest';
import { describeHubs } from './testing/over-databases.ts';
import { CHECKS, profile, type TestHubs, type TestKiosk } from './testing/test-hub.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describeHubs('new ticket keys', (start) => {
  let hubs: TestHubs;
  let kiosk: TestKiosk;
  beforeEach(async () => {
    ({ hubs } = await start());
    kiosk = await hubs.kiosk({ leaseDays: 7, ticketMinutes: 120 });
    hubs.advance(HOUR);
  });
  const rotate = (process = 0, force = false) => hubs.hubs[process]!.rotateTicketKey({ force });
  const touch = async () => {
    const answer = await kiosk.ask('POST', 'lease', { profile: profile.id, checks: CHECKS });
    kiosk.charter = answer.body;
    return answer.body.ticket_keys.map(({ id }: { id: number }) => id);
  };
  const bring = async () => (await hubs.request(`/t/${(await kiosk.mint()).text}`)).status;
  const outstanding = { code: 'hub/tickets-outstanding' };

  test('of those made at once one is, and the key before stays', async () => {
    await Promise.allSettled([0, 1, 0, 1].map((process) => rotate(process)));
    expect(await bring()).toBe(200);
    const [current, ...others] = await touch();
    expect(current).toBeGreaterThan(1);
    expect(others).toEqual([current - 1]);
    expect(await bring()).toBe(200);
  });

  test('a key goes when no kiosk can have made a ticket for it that still lives', async () => {
    await rotate();
    await expect(rotate(1)).rejects.toMatchObject(outstanding);
    expect(await bring()).toBe(200);
    // Out of touch: it may go on with the old key until its lease is over.
    hubs.advance(7 * DAY);
    await expect(rotate()).rejects.toMatchObject(outstanding);
    hubs.advance(3 * HOUR);
    await rotate();
  });

  test('…sooner when all have heard of the new one', async () => {
    await rotate();
    hubs.advance(60_000);
    await touch();
    await expect(rotate()).rejects.toMatchObject(outstanding);
    hubs.advance(3 * HOUR);
    await rotate();
    expect(await bring()).toBe(200);
  });

  test('…and who enrolled later, or was revoked, is not waited for', async () => {
    await rotate();
    await hubs.hubs[0]!.withdrawKiosk({ kiosk: 1, from: hubs.now(), to: null });
    await expect(rotate()).rejects.toMatchObject(outstanding);
    hubs.advance(3 * HOUR);
    await hubs.kiosk();
    await rotate();
  });

  test('by force it goes at once', async () => {
    await rotate();
    await rotate(1, true);
    expect(await bring()).toBe(410);
  });
});
