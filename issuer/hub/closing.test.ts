import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { redeemOffer } from '../../e2e/wallet/index.ts';
import { type SqlDriver, type Steps, sole } from '../store/sql.ts';
import { overDatabases } from './testing/over-databases.ts';
import { CLAIMS, offerUri, startTestHubs, type TestHubs } from './testing/test-hub.ts';

/** Waits before every transaction with this text in it, and tells of those that come when the database is gone. */
function slowDriver(driver: SqlDriver, slow: string) {
  const seen = { held: 0, late: 0 };
  let gone = false;
  let go = () => {};
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  return {
    seen,
    go: () => go(),
    gone: () => {
      gone = true;
    },
    async run<T>(begin: () => Steps<T>): Promise<T> {
      if (gone) seen.late += 1;
      const first = begin().next();
      if (first.done !== true && first.value.parts.join('').includes(slow)) {
        seen.held += 1;
        await gate;
      }
      return driver.run(begin);
    },
  };
}

overDatabases('a hub that is closed,', (open) => {
  let hubs: TestHubs;
  const secret = randomBytes(32);
  afterEach(async () => {
    await hubs.close();
    expect(hubs.reported).toEqual([]);
  });
  /** One hub, one kiosk with two tickets for one visit, the first of them redeemed and both final. */
  const slowHub = async (slow: string) => {
    const [own, other] = (await open(2)) as [SqlDriver, SqlDriver];
    const driver = slowDriver(own, slow);
    hubs = await startTestHubs([driver], secret);
    const kiosk = await hubs.kiosk();
    const logHead = kiosk.append('visit-1');
    const [first, second] = [await kiosk.mint({ logHead }), await kiosk.mint({ logHead })];
    const told = [first, second].map(({ ticket }) => ({
      sequence: ticket.sequence,
      visit: 'visit-1',
      issued_at: ticket.issuedAt,
    }));
    await kiosk.sendLog(kiosk.rows, { tickets: told });
    const redeem = ({ text }: typeof first) => redeemOffer(offerUri(hubs.url, text), { txCode: '004812' });
    const statusOf = ({ ticket }: typeof first) =>
      hubs.hubs[0]!.issuer.credentialStatus(`ticket-${ticket.kiosk}-${ticket.sequence}`);
    return { driver, other, kiosk, first, second, redeem, statusOf };
  };

  test('waits for what follows from issuing, and leaves the database alone afterwards', async () => {
    // The transaction that looks for the other tickets of the visit whose credential was issued just now.
    const { driver, other, first, second, redeem } = await slowHub(
      'SELECT offer_id, sequence FROM hub_tickets',
    );
    await redeem(first);
    await redeem(second);
    await expect.poll(() => driver.seen.held).toBeGreaterThan(0);
    let closed = false;
    const closing = hubs.hubs[0]!.close().then(() => {
      closed = true;
      driver.gone();
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(closed).toBe(false);
    driver.go();
    await closing;
    // Longer than the issuer leaves between two looks for overdue offers.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(driver.seen.late).toBe(0);
    const rows = await other.run(function* (): Steps<readonly { status?: unknown }[]> {
      return (yield sole`SELECT status FROM issuer_credentials`).rows;
    });
    expect(rows.map(({ status }) => status).toSorted()).toEqual([0, 1]);
  });

  test('answers what was asked before, at once where that waits for news, and tells the others to come back', async () => {
    const { driver, kiosk } = await slowHub('LEFT JOIN hub_logs');
    const order = { claims: CLAIMS, tx_code: true, subject_ref: 'visit-9' };
    const { offer_id } = (await kiosk.ask('POST', 'offers', order)).body;
    const waiting = kiosk.ask('GET', `offers/${offer_id}?after=created.5&wait=20000`);
    const slow = kiosk.ask('GET', `log?log=${kiosk.log}`);
    await expect.poll(() => driver.seen.held).toBeGreaterThan(0);
    const before = performance.now();
    const closing = hubs.hubs[0]!.close();
    const late = await Promise.all([
      kiosk.ask('POST', 'lease', {}),
      hubs.request('/t/17'),
      hubs.request('/open/nonce', { method: 'POST' }),
    ]);
    for (const { status, headers, body } of late) {
      expect(status).toBe(503);
      expect(headers.get('retry-after')).toBe('2');
      expect(body.error).toBe('temporarily_unavailable');
    }
    expect((await waiting).status).toBe(200);
    expect(performance.now() - before).toBeLessThan(5_000);
    driver.go();
    expect((await slow).status).toBe(200);
    await closing;
    expect(hubs.hubs[0]!.close()).toBe(hubs.hubs[0]!.close());
  });

  test('when it was killed before what follows from issuing, the next start does it', async () => {
    const { driver, other, ...made } = await slowHub('SELECT offer_id, sequence FROM hub_tickets');
    const { first, second, redeem, statusOf } = made;
    await redeem(first);
    await redeem(second);
    await expect.poll(() => driver.seen.held).toBeGreaterThan(0);
    expect(await Promise.all([statusOf(first), statusOf(second)])).toEqual([['valid'], ['valid']]);
    const next = await startTestHubs([other], secret);
    await next.hubs[0]!.sweep();
    expect(await Promise.all([statusOf(first), statusOf(second)])).toEqual([['revoked'], ['valid']]);
    await next.close();
    driver.go();
  });
});
