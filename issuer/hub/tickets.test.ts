import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { redeemOffer, verifyCredential } from '../../e2e/wallet/index.ts';
import { describeHubs } from './testing/over-databases.ts';
import { CLAIMS, offerUri, type TestHubs } from './testing/test-hub.ts';

const DAY = 86_400_000;

describeHubs('tickets', (start) => {
  let hubs: TestHubs;
  beforeEach(async () => {
    ({ hubs } = await start());
  });
  const bring = (text: string) => hubs.request(`/t/${text}`);
  const redeem = (text: string, txCode: string | null = '004812') =>
    redeemOffer(offerUri(hubs.url, text), txCode === null ? {} : { txCode });
  const refusalOf = async (text: string) => (await bring(text)).body.error;

  test('a wallet redeems a ticket as it does any offer, and a verifier believes the credential', async () => {
    const kiosk = await hubs.kiosk();
    const { text } = await kiosk.mint();
    const { credential, claims, credentialIssuer } = await redeem(text);
    expect(credentialIssuer).toBe(`${hubs.url}/open`);
    expect(claims).toMatchObject(CLAIMS);
    await verifyCredential(credential, hubs.hubs[0]!.trustAnchorPem!);
  });

  test('without a code, when the ticket has none', async () => {
    const kiosk = await hubs.kiosk();
    const { text } = await kiosk.mint({ txCode: null });
    await redeem(text, null);
  });

  test('bringing a ticket is idempotent: the same offer at every process, kept by nobody on the way', async () => {
    const kiosk = await hubs.kiosk();
    const { text } = await kiosk.mint();
    const answers = await Promise.all(Array.from({ length: 8 }, () => bring(text)));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers[0]!.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answers[0]!.headers.get('cache-control')).toBe('no-store');
    expect(answers[0]!.body.grants).toMatchObject({
      'urn:ietf:params:oauth:grant-type:pre-authorized_code': { tx_code: { length: 6 } },
    });
  });

  test('of eight phones at once exactly one gets the credential', async () => {
    const kiosk = await hubs.kiosk();
    const { text } = await kiosk.mint();
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => redeem(text)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await bring(text)).status).toBe(410);
    await expect(redeem(text)).rejects.toThrow();
  });

  test('wrong codes are counted for the ticket however often it is brought: five, then it is dead', async () => {
    const kiosk = await hubs.kiosk();
    const { text } = await kiosk.mint();
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await bring(text)).status).toBe(200);
      await expect(redeem(text, '999999')).rejects.toThrow();
    }
    expect((await bring(text)).status).toBe(410);
    await expect(redeem(text)).rejects.toThrow();
    expect(await hubs.hubs[0]!.issuer.status(`ticket-${kiosk.charter.kiosk}-1`)).toMatchObject({
      state: 'locked',
    });
  });

  test('a second ticket of the same number is not taken, however good it is', async () => {
    const kiosk = await hubs.kiosk();
    const { text } = await kiosk.mint();
    await bring(text);
    const { text: other } = await kiosk.mint({ sequence: 1 });
    expect(await refusalOf(other)).toBe('ticket_reused');
    await redeem(text);
  });

  test('a ticket outlives neither its lease, nor what the kiosk is granted, nor the memory of the issuer', async () => {
    const kiosk = await hubs.kiosk({
      leaseDays: 1,
      ticketMinutes: 60,
      dailyQuota: 3,
      documentTypes: ['passport'],
    });
    const now = hubs.now();
    expect(await refusalOf((await kiosk.mint({ issuedAt: now - 2 * 3_600_000 })).text)).toBe('lease_over');
    const licence = structuredClone(CLAIMS);
    licence.verification.evidence[0]!.document_details.type = 'driving_permit';
    expect(await refusalOf((await kiosk.mint({ claims: licence })).text)).toBe('ticket_refused');
    const long = (await kiosk.mint({ expiresAt: now + 30 * DAY })).text;
    const used = (await kiosk.mint()).text;
    await redeem(used);
    hubs.advance(76 * 60_000);
    expect(await refusalOf(long)).toBe('ticket_expired');
    hubs.advance(2 * DAY);
    const late = (await kiosk.mint()).text;
    expect(await refusalOf(late)).toBe('lease_over');
    await hubs.hubs[0]!.sweep();
    expect(await refusalOf(used)).toBe('ticket_expired');
  });

  test('nor does the offer that was made of it, whatever end the kiosk chose', async () => {
    const kiosk = await hubs.kiosk({ ticketMinutes: 60 });
    const { text, ticket } = await kiosk.mint({ expiresAt: hubs.now() + 30 * DAY });
    expect((await bring(text)).status).toBe(200);
    const offer = await hubs.hubs[0]!.issuer.status(`ticket-${kiosk.charter.kiosk}-1`);
    expect(offer.expiresAt - ticket.issuedAt).toBeLessThanOrEqual(3_600_000 + 1000);
    hubs.advance(76 * 60_000);
    await expect(redeem(text)).rejects.toThrow();
  });

  test('no more tickets a day than the quota, also when they are brought at once', async () => {
    const kiosk = await hubs.kiosk({ dailyQuota: 3 });
    const tickets = await Promise.all(Array.from({ length: 8 }, () => kiosk.mint()));
    const answers = await Promise.all(tickets.map(({ text }) => bring(text)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.filter(({ body }) => body.error === 'quota_used')).toHaveLength(5);
  });

  test('a ticket that is none, of a stranger, of the future, or altered', async () => {
    const kiosk = await hubs.kiosk();
    expect((await bring('17')).status).toBe(404);
    expect((await bring('hello')).status).toBe(404);
    const forged = await kiosk.mint({}, generateKeyPairSync('ed25519').privateKey);
    expect(await refusalOf(forged.text)).toBe('ticket_refused');
    expect(await refusalOf((await kiosk.mint({ kiosk: 77 })).text)).toBe('ticket_refused');
    const early = await kiosk.mint({
      issuedAt: hubs.now() + 16 * 60_000,
      expiresAt: hubs.now() + 90 * 60_000,
    });
    expect(await refusalOf(early.text)).toBe('ticket_too_early');
    const { text } = await kiosk.mint();
    expect(await refusalOf(`${text.slice(0, -1)}${(Number(text.at(-1)) + 1) % 10}`)).toBe('not_found');
    expect((await hubs.request(`/t/${text}`, { method: 'POST' })).status).toBe(405);
  });

  test('tickets of a new hub key and of the one before are taken', async () => {
    const kiosk = await hubs.kiosk();
    const before = (await kiosk.mint()).text;
    await hubs.hubs[0]!.rotateTicketKey();
    expect((await bring(before)).status).toBe(200);
    await hubs.hubs[0]!.rotateTicketKey({ force: true });
    expect(await refusalOf((await kiosk.mint()).text)).toBe('ticket_expired');
  });

  test('a time range withdraws that time alone', async () => {
    const kiosk = await hubs.kiosk();
    const [first, second] = [await kiosk.mint(), await kiosk.mint({ issuedAt: hubs.now() + 60_000 })];
    await redeem(first.text);
    await redeem(second.text);
    const number = kiosk.charter.kiosk;
    const range = { from: hubs.now() + 30_000, to: hubs.now() + 90_000 };
    expect(await hubs.hubs[0]!.withdrawKiosk({ kiosk: number, ...range })).toMatchObject({ revoked: 1 });
    expect(await hubs.hubs[0]!.issuer.credentialStatus(`ticket-${number}-1`)).toEqual(['valid']);
    expect(await hubs.hubs[0]!.issuer.credentialStatus(`ticket-${number}-2`)).toEqual(['revoked']);
    expect((await bring((await kiosk.mint()).text)).status).toBe(200);
  });

  test('a number the kiosk told of is that of its ticket alone', async () => {
    const kiosk = await hubs.kiosk();
    const told = await kiosk.mint();
    await kiosk.sendLog([], { tickets: [kiosk.told(told)] });
    const other = await kiosk.mint({ sequence: 1 });
    expect(await refusalOf(other.text)).toBe('ticket_reused');
    await redeem(told.text);
  });

  test('whoever runs the hub can look into a ticket, and see what became of it', async () => {
    const kiosk = await hubs.kiosk();
    const { text } = await kiosk.mint();
    await bring(text);
    expect(await hubs.hubs[0]!.openTicket(text)).toMatchObject({
      ticket: { sequence: 1, claims: CLAIMS },
      record: { offerId: `ticket-${kiosk.charter.kiosk}-1`, final: false },
    });
  });
});
