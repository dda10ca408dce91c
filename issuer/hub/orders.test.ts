import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { redeemOffer } from '../../e2e/wallet/index.ts';
import { type SqlDriver, type Steps, sql } from '../store/sql.ts';
import { describeHubs } from './testing/over-databases.ts';
import { type Answer, CLAIMS, offerUri, type TestHubs, type TestKiosk } from './testing/test-hub.ts';

const newOrder = () => randomBytes(16).toString('base64url');

describeHubs('orders with a ticket in reserve', (start) => {
  let hubs: TestHubs;
  let kiosk: TestKiosk;
  let drivers: SqlDriver[];
  beforeEach(async () => {
    ({ hubs, drivers } = await start());
    kiosk = await hubs.kiosk();
  });
  const order = (order_id: string, fallback: number, more: Record<string, unknown> = {}) =>
    kiosk.ask('POST', 'offers', {
      claims: CLAIMS,
      tx_code: true,
      subject_ref: 'visit-1',
      order_id,
      fallback,
      ...more,
    });
  const bring = (text: string) => hubs.request(`/t/${text}`);
  const redeemOrder = ({ body }: Answer) => redeemOffer(body.offer_uri, { txCode: body.tx_code });
  const redeemTicket = (text: string) => redeemOffer(offerUri(hubs.url, text), { txCode: '004812' });
  const stateOf = async ({ body }: Answer) => (await hubs.hubs[0]!.issuer.status(body.offer_id)).state;
  /** Looks into the database, for the hubs may be closed. */
  const stillGood = (offerId: string) =>
    drivers[0]!.run(function* (): Steps<boolean> {
      const { rows } = yield sql`SELECT status FROM issuer_credentials WHERE offer_id = ${offerId}`;
      return rows.length === 1 && rows[0]!.status === 0;
    });
  const good = async (...offers: string[]) =>
    (await Promise.all(offers.map((id) => hubs.hubs[0]!.issuer.credentialStatus(id))))
      .flat()
      .filter((status) => status === 'valid').length;

  test('an order is one offer however often it is sent, and wallets redeem it as any', async () => {
    const id = newOrder();
    const answers = await Promise.all(Array.from({ length: 6 }, () => order(id, 1)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const [made] = answers;
    expect(made!.body.tx_code).toMatch(/^\d{6}$/);
    const { claims } = await redeemOrder(made!);
    expect(claims).toMatchObject(CLAIMS);
    await expect(redeemOrder(made!)).rejects.toThrow();
    expect(await order(id, 1)).toMatchObject({ status: 409, body: { error: 'order_over' } });
  });

  test('another order, kiosk or hub has other secrets; an order without a ticket in reserve is none', async () => {
    const first = await order(newOrder(), 1);
    const second = await order(newOrder(), 2, { subject_ref: 'visit-2' });
    expect(first.body.offer_uri).not.toBe(second.body.offer_uri);
    expect((await order(newOrder(), 1, { fallback: undefined })).status).toBe(400);
    const other = await hubs.kiosk();
    expect((await other.ask('GET', `offers/${first.body.offer_id}`)).status).toBe(404);
    expect((await kiosk.ask('GET', `offers/${first.body.offer_id}`)).body.subject_ref).toBe('visit-1');
  });

  test('the ticket takes the place of an order whose answer was lost', async () => {
    const lost = await order(newOrder(), 1);
    const { text } = await kiosk.mint();
    expect((await bring(text)).status).toBe(200);
    expect(await stateOf(lost)).toBe('cancelled');
    await expect(redeemOrder(lost)).rejects.toThrow();
    await redeemTicket(text);
  });

  test('an order that arrives when its ticket is there already makes no offer', async () => {
    const { text } = await kiosk.mint();
    await bring(text);
    expect(await order(newOrder(), 1)).toMatchObject({ status: 409, body: { error: 'order_superseded' } });
    await redeemTicket(text);
  });

  test('no ticket is taken for a visit whose order was issued, also when the issuer has forgotten the offer', async () => {
    await redeemOrder(await order(newOrder(), 1));
    const { text } = await kiosk.mint();
    expect(await bring(text)).toMatchObject({ status: 410, body: { error: 'ticket_used' } });
    hubs.advance(25 * 3_600_000);
    await hubs.hubs[0]!.sweep();
    const late = await kiosk.mint({ sequence: 1 });
    expect(await bring(late.text)).toMatchObject({ status: 410, body: { error: 'ticket_used' } });
  });

  test('an order ends the tickets and orders of its visit it is told of, unless one was issued', async () => {
    const [brought, kept] = [await kiosk.mint(), await kiosk.mint()];
    await bring(brought.text);
    const first = await order(newOrder(), 3, { replaces: [1, 2, 2] });
    expect(first.status).toBe(201);
    for (const { text } of [brought, kept]) expect((await bring(text)).status).toBe(410);
    expect((await bring(kept.text)).body.error).toBe('ticket_replaced');
    const second = await order(newOrder(), 3);
    expect(await stateOf(first)).toBe('cancelled');
    await redeemOrder(second);
    for (const more of [{ fallback: 3 }, { fallback: 4, replaces: [3] }])
      expect(await order(newOrder(), 3, more)).toMatchObject({
        status: 409,
        body: { error: 'visit_issued' },
      });
    // What was revoked is in nobody's way.
    const { offer_id: offerId } = second.body;
    await hubs.hubs[1]!.issuer.setCredentialStatus({ offerId }, 'revoked');
    expect((await order(newOrder(), 3)).status).toBe(201);
    // What was refused left nothing behind.
    kiosk.sequence = 3;
    expect((await bring((await kiosk.mint()).text)).status).toBe(200);
  });

  test('a revoked kiosk orders nothing, and what it ordered is revoked', async () => {
    const made = await order(newOrder(), 1);
    await redeemOrder(made);
    expect(
      await hubs.hubs[1]!.withdrawKiosk({ kiosk: 1, from: hubs.now() - 60_000, to: null }),
    ).toMatchObject({ revoked: 1 });
    expect(await order(newOrder(), 2)).toMatchObject({ status: 403, body: { error: 'kiosk_revoked' } });
    expect(await good(made.body.offer_id)).toBe(0);
  });

  test.each(['credential_failure', 'credential_deleted'] as const)(
    'what a wallet could not keep (%s) is revoked for the next order, and for the ticket in its place',
    async (event) => {
      for (const [fallback, next] of [
        [1, () => order(newOrder(), 1)],
        [2, async () => bring((await kiosk.mint({ sequence: 2 })).text)],
      ] as const) {
        const lost = await order(newOrder(), fallback);
        await redeemOffer(lost.body.offer_uri, { txCode: lost.body.tx_code, event });
        expect(await stateOf(lost)).toBe('refused');
        expect(await good(lost.body.offer_id)).toBe(1);
        expect((await next()).status).toBeLessThan(300);
        expect(await good(lost.body.offer_id)).toBe(0);
      }
    },
  );

  test('of a second ticket and an order of the visit that the hub was not told of together, the ticket stays good', async () => {
    const ordered = await order(newOrder(), 1);
    await redeemOrder(ordered);
    const logHead = kiosk.append('visit-1');
    const { text, ticket } = await kiosk.mint({ sequence: 2, logHead });
    await redeemTicket(text);
    const told = { sequence: 2, visit: 'visit-1', issued_at: ticket.issuedAt };
    await kiosk.sendLog(kiosk.rows, { tickets: [told] });
    expect(await good(ordered.body.offer_id)).toBe(0);
    expect(await good('ticket-1-2')).toBe(1);
  });

  test('an order that came when the ticket’s credential was revoked stays good when the log has come', async () => {
    const logHead = kiosk.append('visit-1');
    const { text, ticket } = await kiosk.mint({ logHead });
    await redeemTicket(text);
    expect((await order(newOrder(), 2, { replaces: [1] })).body.error).toBe('visit_issued');
    await hubs.hubs[0]!.issuer.setCredentialStatus({ offerId: 'ticket-1-1' }, 'revoked');
    const later = await order(newOrder(), 2, { replaces: [1] });
    const told = { sequence: 1, visit: 'visit-1', issued_at: ticket.issuedAt };
    await kiosk.sendLog(kiosk.rows, { tickets: [told] });
    await redeemOrder(later);
    await hubs.close();
    expect(await stillGood(later.body.offer_id)).toBe(true);
  });

  test('an order and its ticket that race give one credential, never two and never none', async () => {
    for (let round = 0; round < 8; round += 1) {
      const sequence = 100 + round;
      const { text } = await kiosk.mint({ sequence });
      const id = newOrder();
      const visit = { subject_ref: `visit-${sequence}` };
      const byOrder = async (delay: number) => {
        await new Promise((resolve) => setTimeout(resolve, delay));
        const answer = await order(id, sequence, visit);
        if (answer.status >= 300) throw new Error(answer.body.error);
        await redeemOrder(answer);
        return answer.body.offer_id as string;
      };
      const byTicket = async (delay: number) => {
        await new Promise((resolve) => setTimeout(resolve, delay));
        await redeemTicket(text);
        return `ticket-1-${sequence}`;
      };
      // Twice each, one of them a little later: before, amid and after the other's steps.
      const results = await Promise.allSettled([
        byOrder(0),
        byTicket(round * 4),
        byOrder(round * 6),
        byTicket(20),
      ]);
      const issued = results.filter(({ status }) => status === 'fulfilled');
      expect(issued).toHaveLength(1);
    }
  });

  test('of eight phones with the order’s offer and eight with the ticket exactly one has a credential', async () => {
    const answer = await order(newOrder(), 1);
    const { text } = await kiosk.mint();
    const results = await Promise.allSettled([
      ...Array.from({ length: 8 }, () => redeemOrder(answer)),
      ...Array.from({ length: 8 }, () => redeemTicket(text)),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await good(answer.body.offer_id, 'ticket-1-1')).toBe(1);
  });
});
