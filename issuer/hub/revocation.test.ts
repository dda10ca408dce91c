import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { redeemOffer } from '../../e2e/wallet/index.ts';
import { REVOCABLE_MS } from './revocation-steps.ts';
import { describeHubs } from './testing/over-databases.ts';
import { type Answer, CLAIMS, offerUri, type TestHubs, type TestKiosk } from './testing/test-hub.ts';

const DAY = 86_400_000;
const newOrder = () => randomBytes(16).toString('base64url');

describeHubs('what a kiosk calls back', (start) => {
  let hubs: TestHubs;
  let kiosk: TestKiosk;
  beforeEach(async () => {
    ({ hubs } = await start());
    kiosk = await hubs.kiosk();
  });
  const offer = async (more: Record<string, unknown> = {}, by = kiosk) => {
    const made = await by.ask('POST', 'offers', {
      claims: CLAIMS,
      tx_code: false,
      subject_ref: 'visit-1',
      ...more,
    });
    expect(made.status).toBe(201);
    return made.body as { offer_id: string; offer_uri: string; claim_url: string };
  };
  const order = (fallback: number) =>
    kiosk.ask('POST', 'offers', {
      claims: CLAIMS,
      tx_code: false,
      subject_ref: 'visit-1',
      order_id: newOrder(),
      fallback,
    });
  const revoke = (offerId: string, by = kiosk): Promise<Answer> =>
    by.ask('POST', `offers/${offerId}/revoke`, {});
  const revoked = async (offerId: string) => {
    const { status, body } = await revoke(offerId);
    expect(status).toBe(200);
    return body.revoked;
  };
  const statusOf = (offerId: string) => hubs.hubs[1]!.issuer.credentialStatus(offerId);
  const issued = async (more: Record<string, unknown> = {}) => {
    const { offer_id: offerId, offer_uri: uri } = await offer(more);
    await redeemOffer(uri);
    return offerId;
  };
  const takenTicket = async () => {
    const { text, ticket } = await kiosk.mint();
    await redeemOffer(offerUri(hubs.url, text), { txCode: '004812' });
    return `ticket-1-${ticket.sequence}`;
  };
  const forget = async () => {
    hubs.advance(DAY + 1_000);
    await hubs.hubs[0]!.sweep();
  };

  test('what was issued on an offer, an order and a ticket is revoked, once and for good', async () => {
    const order = { order_id: newOrder(), fallback: 9, subject_ref: 'visit-2' };
    for (const offerId of [await issued(), await issued(order), await takenTicket()]) {
      expect(await statusOf(offerId)).toEqual(['valid']);
      const answers = await Promise.all(Array.from({ length: 4 }, () => revoked(offerId)));
      expect(answers).toEqual([true, true, true, true]);
      expect(await revoked(offerId)).toBe(true);
      expect(await statusOf(offerId)).toEqual(['revoked']);
    }
  });

  test('an offer on which nothing was issued stays as it is, and its phone gets the credential', async () => {
    const { offer_id: open, offer_uri: uri } = await offer();
    expect(await revoked(open)).toBe(false);
    await redeemOffer(uri);
    expect(await statusOf(open)).toEqual(['valid']);
    const { offer_id: ended } = await offer();
    await kiosk.ask('POST', `offers/${ended}/cancel`, {});
    expect(await revoked(ended)).toBe(false);
    expect((await kiosk.ask('GET', `offers/${ended}`)).body.state).toBe('cancelled');
  });

  test('what waits until it is released is not issued yet', async () => {
    const { offerId, offerUri: uri } = await hubs.hubs[0]!.issuer.createOffer({
      claims: CLAIMS,
      configurationId: 'verified-identity-sd-jwt',
      txCode: false,
      held: true,
      origin: 'kiosk-1',
      subjectRef: 'kiosk-1:visit-1',
    });
    await redeemOffer(uri).catch(() => {});
    const told = await kiosk.ask('GET', `offers/${offerId}`);
    expect(told.body).toMatchObject({ state: 'deferred', subject_ref: 'visit-1' });
    expect(told.body.collect_until).toBe(told.body.expires_at);
    expect(told.body.collect_until).toBeGreaterThan(hubs.now());
    expect(await revoked(offerId)).toBe(false);
    expect((await kiosk.ask('GET', `offers/${offerId}`)).body.state).toBe('deferred');
  });

  test('offers of another kiosk, tickets nobody brought and what never was are not there', async () => {
    const other = await hubs.kiosk();
    const mine = await issued();
    const ticket = await takenTicket();
    for (const offerId of [mine, ticket])
      expect(await revoke(offerId, other)).toMatchObject({ status: 404, body: { error: 'unknown_offer' } });
    for (const offerId of ['ticket-1-77', 'ticket-11-1', 'nothing'])
      expect(await revoke(offerId)).toMatchObject({ status: 404, body: { error: 'unknown_offer' } });
    expect([await statusOf(mine), await statusOf(ticket)]).toEqual([['valid'], ['valid']]);
    expect((await kiosk.ask('GET', `offers/${mine}/revoke`)).status).toBe(404);
  });

  test('a credential that was suspended is revoked, and no log makes it good again', async () => {
    const logHead = kiosk.append('visit-1');
    const made = await kiosk.mint({ logHead });
    await redeemOffer(offerUri(hubs.url, made.text), { txCode: '004812' });
    const offerId = `ticket-1-${made.ticket.sequence}`;
    await hubs.hubs[0]!.issuer.setCredentialStatus({ offerId }, 'suspended');
    expect(await revoked(offerId)).toBe(true);
    await kiosk.sendLog(kiosk.rows, { tickets: [kiosk.told(made, 'visit-1')] });
    expect(await statusOf(offerId)).toEqual(['revoked']);
  });

  test('a visit whose credential was called back gets another, on an order or a ticket', async () => {
    const first = await issued({ order_id: newOrder(), fallback: 1 });
    expect((await order(1)).body.error).toBe('visit_issued');
    await revoke(first);
    const second = await order(1);
    await redeemOffer(second.body.offer_uri);
    await revoke(second.body.offer_id);
    expect((await hubs.request(`/t/${(await kiosk.mint({ sequence: 1 })).text}`)).status).toBe(200);
  });

  test('when the issuer has forgotten the offer, its credential is known, and left to the hub’s staff', async () => {
    const other = await hubs.kiosk();
    const [mine, called, ticket] = [await issued(), await issued(), await takenTicket()];
    await revoke(called);
    await forget();
    await expect(hubs.hubs[0]!.issuer.status(mine)).rejects.toMatchObject({ code: 'issuer/unknown-offer' });
    expect((await kiosk.ask('GET', `offers/${mine}`)).body).toMatchObject({
      state: 'issued',
      subject_ref: 'visit-1',
    });
    for (const offerId of [mine, ticket]) {
      expect((await kiosk.ask('POST', `offers/${offerId}/cancel`, {})).body).toEqual({ cancelled: false });
      expect(await revoked(offerId)).toBe(false);
      expect(await statusOf(offerId)).toEqual(['valid']);
      expect((await revoke(offerId, other)).status).toBe(404);
      expect((await other.ask('GET', `offers/${offerId}`)).status).toBe(404);
    }
    expect(await revoked(called)).toBe(true);
  });

  test('the time to call back ends a day after issuance, also while the issuer remembers the offer', async () => {
    const early = await issued();
    hubs.advance(60_000);
    const later = await issued();
    hubs.advance(REVOCABLE_MS - 60_000);
    expect((await kiosk.ask('GET', `offers/${early}`)).body.state).toBe('accepted');
    expect(await revoked(early)).toBe(false);
    expect(await revoked(later)).toBe(true);
    expect(await statusOf(early)).toEqual(['valid']);
  });

  test('a kiosk that was revoked calls nothing back', async () => {
    const offerId = await issued();
    await hubs.hubs[0]!.withdrawKiosk({ kiosk: 1, from: hubs.now() + 1, to: null });
    expect(await revoke(offerId)).toMatchObject({ status: 403, body: { error: 'kiosk_revoked' } });
    expect(await statusOf(offerId)).toEqual(['valid']);
  });

  test('an offer and an order name the page for a phone that finds no app, and it leads to the same offer', async () => {
    for (const more of [{}, { order_id: newOrder(), fallback: 3, subject_ref: 'visit-3' }]) {
      const { claim_url: page, offer_uri: uri } = await offer(more);
      const reply = await fetch(page, { headers: { 'accept-language': 'en' } });
      expect(reply.status).toBe(200);
      expect(await reply.text()).toContain(uri.replaceAll('&', '&#38;'));
      await redeemOffer(uri);
      expect((await fetch(page)).status).toBe(410);
    }
  });
});
