import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import QRCode from 'qrcode';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadProfile } from '../profile/index.ts';
import {
  type HubKeyPair,
  mintTicket,
  newHubKeyPair,
  type OpenOptions,
  openTicket,
  readTicketHeader,
  type Ticket,
  TicketError,
  type TicketErrorCode,
  type TicketTerms,
  ticketOfferUri,
} from './index.ts';

const now = Date.UTC(2026, 10, 23, 9);
const url = 'https://hub.northwind.example';
const checks = ['mrz-check-digits', 'document-expiry', 'chip-access', 'passive-authentication', 'liveness'];
let terms: TicketTerms;
let hub: HubKeyPair;
let kiosk: { publicKey: KeyObject; privateKey: KeyObject };

beforeAll(async () => {
  const file = new URL('../../resources/credentials/verified-identity.json', import.meta.url);
  terms = { profile: await loadProfile(file), checks };
  hub = await newHubKeyPair();
  kiosk = generateKeyPairSync('ed25519');
});

const claims = (given: string, family: string) => ({
  given_name: given,
  family_name: family,
  birthdate: '1969-12-31',
  age_equal_or_over: { 18: true },
  nationalities: ['DE'],
  issuing_country: 'DE',
  verification: {
    time: '2026-11-23T00:00Z',
    evidence: [
      {
        type: 'document',
        document_details: { type: 'passport', issuer: { country_code: 'DE' } },
        check_details: [
          { check_method: 'mrz-check-digits', outcome: 'passed' },
          { check_method: 'passive-authentication', outcome: 'failed' },
        ],
      },
    ],
    not_checked: [{ check_method: 'liveness' }],
  },
});

const ticketOf = (changes: Partial<Ticket> = {}): Ticket => ({
  kiosk: 7,
  sequence: 4321,
  issuedAt: now,
  expiresAt: now + 3_600_000,
  txCode: '004812',
  claims: claims('ERIKA', 'MUSTERMANN'),
  logHead: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  ...changes,
});

const mint = (ticket = ticketOf(), changes: Partial<{ terms: TicketTerms; kioskKey: KeyObject }> = {}) =>
  mintTicket(ticket, {
    terms,
    kioskKey: kiosk.privateKey,
    hub: { keyId: 3, publicKey: hub.publicKey, url },
    ...changes,
  });

const open = (text: string, changes: Partial<OpenOptions> = {}) =>
  openTicket(text, {
    terms: () => terms,
    url,
    hubKey: (keyId) => (keyId === 3 ? hub.privateKey : undefined),
    kioskKey: (number) => (number === 7 ? kiosk.publicKey : undefined),
    now,
    longestLife: 86_400,
    ...changes,
  });

async function refusal(work: Promise<unknown>): Promise<TicketErrorCode> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TicketError);
  return (error as TicketError).code;
}

describe('a ticket', () => {
  it('gives back what the kiosk said', async () => {
    expect(await open(await mint())).toEqual(ticketOf());
  });

  it('says without any key how large it is and whose key opens it', async () => {
    const text = await mint();
    expect(readTicketHeader(text)).toEqual({ version: 1, keyId: 3, bytes: expect.any(Number) });
    expect(() => readTicketHeader('17')).toThrow(TicketError);
  });

  it('needs no code and not every claim', async () => {
    const { birthdate: _, ...some } = claims('ERIKA', 'MUSTERMANN');
    const ticket = ticketOf({ txCode: null, claims: some });
    expect(await open(await mint(ticket))).toEqual(ticket);
  });

  it('takes a document of a state without a code in ISO 3166-1, and none of a state without a name', async () => {
    const of = (country_code: string) => {
      const made = claims('ERIKA', 'MUSTERMANN');
      made.verification.evidence[0]!.document_details.issuer.country_code = country_code;
      return ticketOf({ claims: made });
    };
    expect(await open(await mint(of('UTO')))).toEqual(of('UTO'));
    expect(await refusal(mint(of('utopia')))).toBe('ticket/malformed');
  });

  it('is never the same twice, and says nothing of the person', async () => {
    const text = await mint();
    expect(text).not.toBe(await mint());
    expect(text).toMatch(/^\d+$/);
  });

  it('is not minted with a claim or a check that would stay behind', async () => {
    expect(await refusal(mint(ticketOf({ claims: { portrait: 'x' } })))).toBe('ticket/malformed');
    const other = { ...terms, checks: ['liveness'] };
    expect(await refusal(mint(ticketOf(), { terms: other }))).toBe('ticket/malformed');
  });

  it.each([
    ['a usual name', 'MEILIN SORA', 'TAN'],
    ['the longest an MRZ has', 'MARIA MAGDALENA FRANZISKA', 'VON HOHENZOLLERN SIGMA'],
    ['a longer one of a chip', 'Ana Luísa Fernanda Beatriz Conceição', 'de Albuquerque e Castro Vasconcelos'],
  ])('of %s fits a QR code of version 15 at level M', async (_, given, family) => {
    const uri = ticketOfferUri(url, await mint(ticketOf({ claims: claims(given, family) })));
    expect(QRCode.create(uri, { errorCorrectionLevel: 'M' }).version).toBeLessThanOrEqual(15);
  });
});

describe('a ticket is refused', () => {
  it('by another hub, and by one whose key is gone', async () => {
    const text = await mint();
    const other = await newHubKeyPair();
    expect(await refusal(open(text, { hubKey: () => other.privateKey }))).toBe('ticket/not-for-us');
    expect(await refusal(open(text, { url: 'https://other.example' }))).toBe('ticket/not-for-us');
    expect(await refusal(open(text, { hubKey: () => undefined }))).toBe('ticket/unknown-hub-key');
  });

  it('of a kiosk that is not enrolled, or not the one it names', async () => {
    const stranger = generateKeyPairSync('ed25519');
    expect(await refusal(open(await mint(ticketOf({ kiosk: 8 }))))).toBe('ticket/unknown-kiosk');
    expect(await refusal(open(await mint(ticketOf(), { kioskKey: stranger.privateKey })))).toBe(
      'ticket/bad-signature',
    );
  });

  it('when its time is over by more than clocks differ, whatever life its kiosk gave it', async () => {
    const minute = 60_000;
    const text = await mint(ticketOf({ expiresAt: now + 30 * 86_400_000 }));
    expect((await open(text, { longestLife: 600, now: now + 24 * minute })).expiresAt).toBe(now + 600_000);
    expect(await refusal(open(text, { longestLife: 600, now: now + 26 * minute }))).toBe('ticket/expired');
    expect(await refusal(open(text, { now: now - 16 * minute }))).toBe('ticket/from-the-future');
  });

  it('when kiosk and hub do not mean the same by it', async () => {
    const text = await mint();
    const reordered = { ...terms, checks: [...checks].reverse() };
    expect(await refusal(open(text, { terms: () => reordered }))).toBe('ticket/other-terms');
    expect(await refusal(open(text, { terms: () => undefined }))).toBe('ticket/other-terms');
  });

  it('when any of it was altered, and when it is none', async () => {
    const text = await mint();
    for (let at = 0; at < text.length; at += 23) {
      const altered = `${text.slice(0, at)}${(Number(text[at]) + 1) % 10}${text.slice(at + 1)}`;
      await refusal(open(altered));
    }
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^\d{0,600}$/), async (digits) => {
        await refusal(open(digits));
      }),
      { numRuns: 200 },
    );
  });
});
