import { beforeEach, expect, test } from 'vitest';
import { redeemOffer } from '../../e2e/wallet/index.ts';
import { PRE_AUTHORIZED_CODE_GRANT } from '../offer-form.ts';
import type { SqlDriver } from '../store/sql.ts';
import { takeRows } from './log-steps.ts';
import { describeHubs } from './testing/over-databases.ts';
import { CLAIMS, offerUri, type TestHubs, type TestKiosk } from './testing/test-hub.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describeHubs('a stolen kiosk', (start) => {
  let drivers: SqlDriver[];
  let hubs: TestHubs;
  let kiosk: TestKiosk;
  let theft: number;
  beforeEach(async () => {
    ({ hubs, drivers } = await start());
    hubs.advance(-12 * HOUR);
    kiosk = await hubs.kiosk();
    hubs.advance(12 * HOUR);
  });
  type Minted = Awaited<ReturnType<TestKiosk['mint']>>;
  const bring = (text: string) => hubs.request(`/t/${text}`);
  const refusalOf = async (text: string) => (await bring(text)).body.error;
  const redeem = ({ text, ticket }: Minted) =>
    redeemOffer(offerUri(hubs.url, text), ticket.txCode === null ? {} : { txCode: ticket.txCode });
  const mint = (change: Parameters<TestKiosk['mint']>[0] = {}) => kiosk.mint({ txCode: null, ...change });
  const statusOf = ({ ticket }: Minted) =>
    hubs.hubs[0]!.issuer.credentialStatus(`ticket-${kiosk.charter.kiosk}-${ticket.sequence}`);
  const tokenFor = (offer: { grants: Record<string, { 'pre-authorized_code': string }> }) =>
    hubs.request('/open/token', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: PRE_AUTHORIZED_CODE_GRANT,
        'pre-authorized_code': offer.grants[PRE_AUTHORIZED_CODE_GRANT]!['pre-authorized_code'],
      }).toString(),
    });
  const stolen = () => {
    hubs.advance(MINUTE);
    theft = hubs.now();
    hubs.advance(MINUTE);
  };
  const report = (from = theft) => hubs.hubs[1]!.withdrawKiosk({ kiosk: 1, from, to: null });
  const standings = async () =>
    (await hubs.hubs[0]!.ticketsOf(1, true)).map(({ sequence, standing }) => [sequence, standing]);
  const reinstate = (which: Parameters<TestHubs['hubs'][0]['reinstateTickets']>[1]) =>
    hubs.hubs[1]!.reinstateTickets(1, which);
  /** What the thief dates back, to before the theft. */
  const backdated = (change: Parameters<TestKiosk['mint']>[0] = {}) =>
    mint({ issuedAt: theft - HOUR, expiresAt: theft + 12 * HOUR, ...change });

  test('what was issued before stays good; what it made since is revoked, and nothing of it is taken any more', async () => {
    const good = await mint();
    await redeem(good);
    stolen();
    const [bad, open] = [await mint(), await mint()];
    await redeem(bad);
    expect((await bring(open.text)).status).toBe(200);
    expect(await report()).toEqual({ revoked: 1, suspended: 0, ended: 1 });
    expect([await statusOf(good), await statusOf(bad)]).toEqual([['valid'], ['revoked']]);
    await expect(redeem(open)).rejects.toThrow();
    expect(await refusalOf((await mint()).text)).toBe('ticket_revoked');
    expect(await refusalOf((await backdated()).text)).toBe('kiosk_revoked');
    expect((await kiosk.ask('GET', `log?log=${kiosk.log}`)).body.error).toBe('kiosk_revoked');
  });

  test('dating back helps nobody: what is issued since the theft is suspended, whatever its ticket says', async () => {
    stolen();
    const [used, brought, taken] = [await backdated(), await backdated(), await backdated()];
    await redeem(used);
    const offers = [(await bring(brought.text)).body, (await bring(taken.text)).body];
    expect((await tokenFor(offers[1])).status).toBe(200);
    hubs.advance(MINUTE);
    expect(await report()).toEqual({ revoked: 0, suspended: 1, ended: 2 });
    expect(await statusOf(used)).toEqual(['suspended']);
    expect((await tokenFor(offers[0])).body.error).toBe('invalid_grant');
    await expect(redeem(taken)).rejects.toThrow();
    for (const { text } of [used, brought, taken]) expect(await refusalOf(text)).toBe('kiosk_revoked');
    expect(await standings()).toEqual([
      [1, 'held'],
      [2, 'held'],
      [3, 'held'],
    ]);
  });

  test('a log he hands over makes nothing final for longer than until the report, and then nothing at all', async () => {
    kiosk.append('visit-1');
    await kiosk.sendLog(kiosk.rows);
    stolen();
    const logHead = kiosk.append('visit-9');
    const [used, brought] = [await backdated({ logHead }), await backdated({ logHead })];
    await redeem(used);
    await bring(brought.text);
    const tickets = [used, brought].map((one) => kiosk.told(one, 'visit-9'));
    expect((await kiosk.sendLog(kiosk.rows, { tickets })).status).toBe(200);
    expect(await standings()).toEqual([
      [1, 'final'],
      [2, 'final'],
    ]);
    await report();
    const more = await backdated({ logHead });
    expect((await kiosk.sendLog([], { tickets: [kiosk.told(more, 'visit-9')] })).status).toBe(403);
    // One that was on its way when the kiosk was revoked.
    const late = () => takeRows(1, kiosk.log, kiosk.rows, [kiosk.told(more, 'visit-9')], hubs.now());
    expect(await drivers[0]!.run(late)).toEqual({ refused: 'blocked' });
    hubs.advance(80 * HOUR);
    await hubs.hubs[0]!.sweep();
    expect(await statusOf(used)).toEqual(['suspended']);
    expect(await standings()).toEqual([
      [1, 'held'],
      [2, 'held'],
    ]);
  });

  test('a ticket whose code the vault has is not his either, though the kiosk told of it before', async () => {
    const [early, late] = [await kiosk.mint(), await kiosk.mint()];
    await kiosk.sendLog([], { tickets: [kiosk.told(early), kiosk.told(late)] });
    stolen();
    await redeem(early);
    expect(await report()).toEqual({ revoked: 0, suspended: 1, ended: 0 });
    expect(await statusOf(early)).toEqual(['suspended']);
    await expect(redeem(late)).rejects.toThrow();
  });

  test('staff reinstate what visitors used, by its number', async () => {
    stolen();
    const [visitors, thiefs] = [await backdated(), await backdated()];
    await redeem(visitors);
    await redeem(thiefs);
    await report();
    await expect(reinstate({ sequence: 7 })).rejects.toMatchObject({ code: 'hub/not-held' });
    expect(await reinstate({ sequence: 1 })).toEqual({ tickets: 1, credentials: 1 });
    await expect(reinstate({ sequence: 1 })).rejects.toMatchObject({ code: 'hub/not-held' });
    expect([await statusOf(visitors), await statusOf(thiefs)]).toEqual([['valid'], ['suspended']]);
    // It stays so: no log has to tell of it, and a theft that was earlier than was thought takes it no more.
    expect(await report(theft - 2 * HOUR)).toEqual({ revoked: 1, suspended: 0, ended: 0 });
    hubs.advance(80 * HOUR);
    await hubs.hubs[0]!.sweep();
    expect([await statusOf(visitors), await statusOf(thiefs)]).toEqual([['valid'], ['revoked']]);
  });

  test('…what visitors brought and did not come to use, and what they bring only now, by the ticket itself', async () => {
    const [brought, kept] = [await mint(), await mint()];
    await bring(brought.text);
    stolen();
    await report();
    for (const one of [brought, kept]) {
      expect(await refusalOf(one.text)).toBe('kiosk_revoked');
      expect(await reinstate({ text: one.text })).toEqual({ tickets: 1, credentials: 0 });
      await redeem(one);
      expect(await statusOf(one)).toEqual(['valid']);
    }
    // TIME was before the theft: what was made since, and not used yet, is good all the same when staff say so.
    const [dated, datedUnseen] = [await mint(), await mint()];
    expect(await refusalOf(dated.text)).toBe('ticket_revoked');
    await reinstate({ text: dated.text });
    await redeem(dated);
    expect(await refusalOf(datedUnseen.text)).toBe('ticket_revoked');
    const unseen = await backdated();
    expect(await reinstate({ text: unseen.text })).toEqual({ tickets: 1, credentials: 0 });
    await redeem(unseen);
    expect(await refusalOf((await backdated()).text)).toBe('kiosk_revoked');
    hubs.advance(80 * HOUR);
    await hubs.hubs[0]!.sweep();
    expect(await Promise.all([brought, kept, unseen].map(statusOf))).toEqual([
      ['valid'],
      ['valid'],
      ['valid'],
    ]);
  });

  test('…also what was brought and is of the withdrawn time by its own date', async () => {
    stolen();
    const one = await mint();
    await bring(one.text);
    const range = { from: theft, to: hubs.now() + MINUTE };
    expect(await hubs.hubs[0]!.withdrawKiosk({ kiosk: 1, ...range })).toMatchObject({ ended: 1 });
    expect(await standings()).toEqual([[1, 'withdrawn']]);
    expect(await refusalOf(one.text)).toBe('ticket_revoked');
    await reinstate({ sequence: 1 });
    await redeem(one);
    await report();
    expect(await statusOf(one)).toEqual(['valid']);
  });

  test('…and, where nobody could have read the vault, all that the kiosk had told of before', async () => {
    const logHead = kiosk.append('visit-1', 2);
    const [first, second, unredeemed] = [
      await mint({ logHead }),
      await mint({ logHead }),
      await mint({ logHead }),
    ];
    const told = [first, second].map((one) => kiosk.told(one, 'visit-1'));
    await kiosk.sendLog(kiosk.rows, { tickets: [...told, kiosk.told(unredeemed, 'visit-1')] });
    stolen();
    await redeem(first);
    await redeem(second);
    const [untold, fresh] = [await backdated(), await backdated()];
    await redeem(untold);
    await kiosk.sendLog([], { tickets: [kiosk.told(fresh)] });
    await report();
    expect(await reinstate('genuine')).toEqual({ tickets: 2, credentials: 1 });
    expect(await statusOf(second)).toEqual(['valid']);
    expect(await statusOf(untold)).toEqual(['suspended']);
    // A visit has one credential all the same.
    await redeem(unredeemed);
    await expect.poll(() => statusOf(second)).toEqual(['revoked']);
    expect(await statusOf(unredeemed)).toEqual(['valid']);
    expect(await refusalOf(fresh.text)).toBe('kiosk_revoked');
    expect(await reinstate('genuine')).toEqual({ tickets: 0, credentials: 0 });
  });

  test('…and all that were used before, of which no log will tell any more', async () => {
    const [first, second, unused] = [await mint(), await mint(), await mint()];
    await redeem(first);
    await redeem(second);
    await bring(unused.text);
    stolen();
    const thiefs = await backdated();
    await redeem(thiefs);
    await report();
    hubs.advance(80 * HOUR);
    await hubs.hubs[0]!.sweep();
    expect([await statusOf(first), await statusOf(second)]).toEqual([['suspended'], ['suspended']]);
    expect(await reinstate('earlier')).toEqual({ tickets: 2, credentials: 2 });
    await hubs.hubs[0]!.sweep();
    expect([await statusOf(second), await statusOf(thiefs)]).toEqual([['valid'], ['suspended']]);
  });

  test('the credential in a wallet tells its ticket', async () => {
    stolen();
    const [one, other] = [await backdated(), await backdated()];
    await redeem(one);
    const { credential } = await redeem(other);
    await report();
    const [payload] = credential.split('~')[0]!.split('.').slice(1);
    const { status } = JSON.parse(Buffer.from(payload!, 'base64url').toString());
    const { idx, uri } = status.status_list as { idx: number; uri: string };
    const found = (await hubs.hubs[0]!.ticketsOf(1)).filter(({ credentials }) =>
      credentials.some(({ listId, index }) => uri.endsWith(`/${listId}`) && index === idx),
    );
    expect(found).toMatchObject([{ sequence: 2, standing: 'held', credentials: [{ status: 'suspended' }] }]);
  });

  test('a visitor’s number that he used is told apart by the ticket itself', async () => {
    const visitors = await mint();
    stolen();
    const thiefs = await backdated({ sequence: 1, claims: { ...CLAIMS, given_name: 'MAX' } });
    await redeem(thiefs);
    await report();
    expect(await refusalOf(visitors.text)).toBe('kiosk_revoked');
    await expect(reinstate({ sequence: 1 })).rejects.toMatchObject({ code: 'hub/several-tickets' });
    await reinstate({ text: visitors.text });
    expect(await refusalOf(visitors.text)).toBe('ticket_reused');
    expect(await statusOf(thiefs)).toEqual(['suspended']);
  });

  test('orders he made are in no ticket’s way, and offers of the kiosk end whenever they were made', async () => {
    const visitors = await mint();
    const order = (more: Record<string, unknown> = {}) =>
      kiosk.ask('POST', 'offers', { claims: CLAIMS, tx_code: false, subject_ref: 'visit-1', ...more });
    const before = (await order({ ttl_seconds: 3600 })).body;
    stolen();
    const reserve = { order_id: 'a'.repeat(22), fallback: 9, replaces: [1] };
    expect((await order(reserve)).status).toBe(201);
    expect(await refusalOf(visitors.text)).toBe('ticket_replaced');
    await report();
    await expect(redeemOffer(before.offer_uri)).rejects.toThrow();
    await reinstate({ text: visitors.text });
    await redeem(visitors);
  });

  test('of tickets that are redeemed while the kiosk is revoked none stays good', async () => {
    stolen();
    const tickets = await Promise.all(Array.from({ length: 12 }, () => backdated()));
    const redeemed = tickets.map(redeem);
    const outcomes = Promise.allSettled(redeemed);
    const orders = Array.from({ length: 6 }, async (_, i) => {
      const order = { claims: CLAIMS, tx_code: false, subject_ref: `visit-${i}` };
      const { body } = await kiosk.ask('POST', 'offers', order);
      if (body.offer_uri === undefined) return null;
      await redeemOffer(body.offer_uri).catch(() => {});
      return body.offer_id as string;
    });
    await Promise.any(redeemed);
    await report();
    await outcomes;
    const statuses = [
      ...(await Promise.all(tickets.map(statusOf))),
      ...(await Promise.all(
        (
          await Promise.all(orders)
        ).map(async (id) => (id === null ? [] : hubs.hubs[0]!.issuer.credentialStatus(id))),
      )),
    ];
    expect(statuses.flat()).toContain('suspended');
    expect(statuses.flat()).not.toContain('valid');
  });
});
