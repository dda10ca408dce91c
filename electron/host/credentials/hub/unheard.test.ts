import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { OfferState } from '../port.ts';
import { OfferWatch, onlineWay } from './index.ts';
import type { HubSession } from './session.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A hub of one offer, which is away when the test says so. */
async function hubOfOne() {
  const hub = { away: false, state: 'created' as OfferState, asked: [] as string[] };
  let now = 0;
  const server = createServer((message, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (hub.away) return answer(503, {});
    const path = message.url!.replace(/^\/kiosk\/|\?.*$/g, '');
    hub.asked.push(`${message.method} ${path}`);
    const expires_at = now + 1_000;
    if (path === 'offers')
      return answer(201, {
        offer_id: 'o',
        offer_uri: 'openid-credential-offer://',
        tx_code: null,
        expires_at,
      });
    if (path.endsWith('/cancel')) return answer(200, { cancelled: ['created', 'token'].includes(hub.state) });
    if (hub.state === 'failed') return answer(404, { error: 'unknown_offer' });
    const told = { subject_ref: 'visit-1', configuration_id: 'c', state: hub.state, at: 0, tries_left: null };
    setTimeout(() => answer(200, { offer_id: 'o', ...told, expires_at }), 20);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => server.closeAllConnections(),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const key = generateKeyPairSync('ed25519').privateKey;
  const membership = { enrolled: true, key, state: { charter: { hub: url, kiosk: 1, forms: [] } } };
  const session = { membership, now: () => now } as unknown as HubSession;
  const watch = new OfferWatch(session);
  undo.push(() => watch.close());
  const states: OfferState[] = [];
  watch.subscribe(({ state }) => states.push(state));
  const port = onlineWay(session, watch);
  const order = (subjectRef = 'visit-1') => port.createOffer({ subjectRef, claims: {}, txCode: false });
  /** The time of an offer ends while the hub cannot be asked. */
  const endUnheard = async () => {
    await order();
    hub.away = true;
    now += 2_000;
    await expect.poll(() => states).toEqual(['expired']);
    hub.asked.length = 0;
  };
  return { hub, order, endUnheard };
}

test('no offer follows one that ended unheard of and had given its credential', async () => {
  const { hub, order, endUnheard } = await hubOfOne();
  await endUnheard();
  await expect(order()).rejects.toMatchObject({ code: 'kiosk-hub/unreachable' });
  hub.away = false;
  hub.state = 'accepted';
  for (let times = 0; times < 2; times += 1)
    await expect(order()).rejects.toMatchObject({ code: 'credentials/issued-before' });
  expect(hub.asked).not.toContain('POST offers');
  // Of another visit it says nothing.
  expect(await order('visit-2')).toMatchObject({ offerId: 'o' });
});

test.each(['token', 'expired', 'failed'] as const)(
  'one that ended unheard of and gave nothing (%s) is ended at the hub, once, and another follows',
  async (state) => {
    const { hub, order, endUnheard } = await hubOfOne();
    await endUnheard();
    hub.away = false;
    hub.state = state;
    await order();
    await order();
    expect(hub.asked.filter((one) => one.endsWith('/cancel'))).toHaveLength(1);
    expect(hub.asked.filter((one) => one === 'POST offers')).toHaveLength(2);
  },
);
