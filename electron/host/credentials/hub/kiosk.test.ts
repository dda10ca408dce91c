import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import QRCode from 'qrcode';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { redeemOffer } from '../../../../e2e/wallet/index.ts';
import { parseGrant } from '../../../../issuer/hub/index.ts';
import { hubsOverSqlite } from '../../../../issuer/hub/testing/over-sqlite.ts';
import { CHECKS, CLAIMS, profile, type TestHubs } from '../../../../issuer/hub/testing/test-hub.ts';
import { openVault, type Vault } from '../../vault/index.ts';
import type { OfferProgress, OfferState } from '../port.ts';
import {
  joinHub,
  type KioskHubErrorCode,
  Membership,
  type MembershipStore,
  OfferWatch,
  offlineWay,
  onlineWay,
  renewLease,
  startAgent,
  syncLog,
} from './index.ts';
import { memoryMembership } from './testing/memory-membership.ts';

const DAY = 86_400_000;
const terms = { profile, checks: CHECKS };
const undo: (() => unknown)[] = [];
let hubs: TestHubs;
let vault: Vault;
let store: MembershipStore;
let offset: number;

beforeEach(async () => {
  const started = await hubsOverSqlite(2);
  ({ hubs } = started);
  const directory = await mkdtemp(join(tmpdir(), 'kiosk-'));
  offset = 0;
  store = memoryMembership();
  vault = openVault({ directory, key: new Uint8Array(randomBytes(32)), clock: { now: () => Date.now() } });
  undo.push(
    () => rm(directory, { recursive: true }),
    started.end,
    () => vault.close(),
  );
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const now = () => hubs.now() + offset;
const joined = async (grant: Record<string, unknown> = {}, theseTerms = terms) => {
  const { code } = await hubs.hubs[0]!.createEnrolment({ name: 'Desk 1', grant: parseGrant(grant) });
  const membership = await Membership.open(store);
  await joinHub({ url: hubs.url, code, terms: theseTerms, membership, now });
  const session = { membership, terms: theseTerms, now };
  const watch = new OfferWatch(session);
  const seen: OfferState[] = [];
  watch.subscribe((progress: OfferProgress) => seen.push(progress.state));
  undo.push(() => watch.close());
  const logHead = async () => (await vault.head()).hash;
  return {
    membership,
    session,
    seen,
    online: onlineWay(session, watch),
    offline: offlineWay({ session, watch, logHead }),
  };
};
const order = (subjectRef = 'visit-1', txCode = true) => ({ subjectRef, claims: CLAIMS, txCode });
const visit = (name: string, from = 0, count = 3) =>
  vault.append(
    name,
    from,
    Array.from({ length: count }, (_, i) => ({ type: 'visit.step', body: { i, secret: 'ERIKA' } })),
  );
const refusal = async (work: Promise<unknown>): Promise<KioskHubErrorCode> =>
  work.then(
    () => 'none',
    (error: { code: string }) => error.code,
  ) as Promise<KioskHubErrorCode>;

describe('online', () => {
  test('the hub makes the offer, and the kiosk sees the wallet’s every step', async () => {
    const { online, seen } = await joined();
    expect(online).toMatchObject({ kind: 'hub', testOnly: true });
    const { offerId, offerUri, txCode } = await online.createOffer(order());
    await fetch(new URL(offerUri).searchParams.get('credential_offer_uri')!);
    await expect.poll(() => seen, { timeout: 5000 }).toEqual(['code-asked']);
    const wrong = txCode === '000000' ? '111111' : '000000';
    await expect(redeemOffer(offerUri, { txCode: wrong })).rejects.toThrow();
    await expect.poll(() => seen.at(-1), { timeout: 5000 }).toBe('code-wrong');
    await redeemOffer(offerUri, { txCode: txCode! });
    await expect.poll(() => seen.at(-1), { timeout: 5000 }).toBe('accepted');
    expect(await online.status(offerId)).toMatchObject({ state: 'accepted', subjectRef: 'visit-1' });
  });

  test('the forms are the hub’s, and an offer has the one that is asked for', async () => {
    const { online, membership } = await joined();
    expect(online.forms).toEqual(['dc+sd-jwt', 'mso_mdoc']);
    const formOf = async (form?: number) => {
      const { offerId } = await online.createOffer({
        ...order('visit-1', false),
        ...(form === undefined ? {} : { form }),
      });
      return (await online.status(offerId)).configurationId;
    };
    expect(await formOf()).toBe('verified-identity-sd-jwt');
    expect(await formOf(1)).toBe('verified-identity-mdoc');
    expect(await formOf(7)).toBe('verified-identity-sd-jwt');
    // As a hub of before, which names none; and as one that has another profile since.
    const hubNames = (forms: { configuration_id: string; variant: 'open'; name: string }[]) =>
      membership.update((before) => ({ ...before, charter: { ...before.charter, forms } }));
    await hubNames([]);
    expect(online.forms).toBeUndefined();
    expect(await formOf(1)).toBe('verified-identity-sd-jwt');
    const gone = { configuration_id: 'gone', variant: 'open', name: 'gone' } as const;
    await hubNames([gone, gone]);
    expect(await refusal(formOf(1))).toBe('kiosk-hub/refused');
  });

  test('an offer can be ended, and one of another kiosk is not there', async () => {
    const { online, seen } = await joined();
    const { offerId } = await online.createOffer(order('visit-2', false));
    const other = await hubs.kiosk();
    expect((await other.ask('GET', `offers/${offerId}`)).status).toBe(404);
    expect((await other.ask('POST', `offers/${offerId}/cancel`, {})).status).toBe(404);
    expect(await online.cancel(offerId)).toBe(true);
    await expect.poll(() => seen.at(-1), { timeout: 5000 }).toBe('cancelled');
    expect(await online.cancel(offerId)).toBe(false);
    expect(await refusal(online.status('nothing'))).toBe('credentials/unknown-offer');
  });

  test('a hub that is away, is another, or turned the kiosk away', async () => {
    const { online, membership, session } = await joined({ documentTypes: ['idcard'] });
    expect(await refusal(online.createOffer(order()))).toBe('kiosk-hub/refused');
    await hubs.hubs[0]!.withdrawKiosk({ kiosk: 1, from: hubs.now(), to: null });
    expect(await refusal(renewLease(session))).toBe('kiosk-hub/revoked');
    await membership.update((before) => ({
      ...before,
      charter: { ...before.charter, hub: 'http://127.0.0.1:1' },
    }));
    expect(await refusal(online.createOffer(order()))).toBe('kiosk-hub/unreachable');
  });

  test('joining needs a good code and the same profile', async () => {
    const membership = await Membership.open(store);
    const join = (code: string) => joinHub({ url: hubs.url, code, terms, membership, now });
    expect(await refusal(join('AAAA-AAAA-AAAA-AAAA'))).toBe('kiosk-hub/refused');
    expect(membership.enrolled).toBe(false);
    expect(() => membership.state).toThrow(expect.objectContaining({ code: 'kiosk-hub/not-enrolled' }));
    const { code } = await hubs.hubs[0]!.createEnrolment({ name: 'Desk', grant: parseGrant({}) });
    const elsewhere = { ...terms, profile: { ...profile, vctPath: 'credentials/other/1' } };
    const other = joinHub({ url: hubs.url, code, terms: elsewhere, membership, now });
    expect(await refusal(other)).toBe('kiosk-hub/other-terms');
    // The code is as good as before, once both have the same.
    await join(code);
    expect(membership.enrolled).toBe(true);
  });

  test('an answer that is lost costs neither the code nor a number, also when the power fails', async () => {
    const { code } = await hubs.hubs[0]!.createEnrolment({ name: 'Desk', grant: parseGrant({}) });
    const join = async () =>
      joinHub({ url: hubs.url, code, terms, membership: await Membership.open(store), now });
    const real = globalThis.fetch;
    globalThis.fetch = async (...args) => {
      await real(...args);
      throw new TypeError('fetch failed');
    };
    try {
      expect(await refusal(join())).toBe('kiosk-hub/unreachable');
    } finally {
      globalThis.fetch = real;
    }
    await join();
    expect((await Membership.open(store)).state.charter.kiosk).toBe(1);
    expect(await hubs.hubs[0]!.kiosks()).toHaveLength(1);
  });
});

describe('offline', () => {
  test('a ticket fits its QR code, is redeemed once, and is final when the log has come', async () => {
    const { offline, session, membership } = await joined();
    await visit('visit-1');
    const { offerUri, txCode, offerId } = await offline.createOffer(order());
    expect(QRCode.create(offerUri, { errorCorrectionLevel: 'M' }).version).toBeLessThanOrEqual(15);
    expect(txCode).toMatch(/^\d{6}$/);
    expect(await offline.status(offerId)).toMatchObject({ state: 'created' });
    const { claims } = await redeemOffer(offerUri, { txCode: txCode! });
    expect(claims).toMatchObject(CLAIMS);
    await expect(redeemOffer(offerUri, { txCode: txCode! })).rejects.toThrow();
    expect(await offline.status(offerId)).toMatchObject({ state: 'accepted' });
    const ticket = new URL(new URL(offerUri).searchParams.get('credential_offer_uri')!).pathname.slice(3);
    expect((await hubs.hubs[0]!.openTicket(ticket)).record).toMatchObject({ final: false });
    expect(await syncLog(session, vault)).toBe(3);
    expect((await hubs.hubs[0]!.openTicket(ticket)).record).toMatchObject({ final: true, visit: 'visit-1' });
    expect(membership.state.minted).toEqual([]);
  });

  test('what the kiosk told of before it was stolen is good again when staff have reinstated it', async () => {
    const { offline, session } = await joined();
    await visit('visit-1');
    const { offerUri, txCode } = await offline.createOffer(order());
    await syncLog(session, vault);
    hubs.advance(60_000);
    await hubs.hubs[0]!.withdrawKiosk({ kiosk: 1, from: hubs.now(), to: null });
    await expect(redeemOffer(offerUri, { txCode: txCode! })).rejects.toThrow('403');
    expect(await hubs.hubs[1]!.reinstateTickets(1, 'genuine')).toMatchObject({ tickets: 1 });
    await redeemOffer(offerUri, { txCode: txCode! });
  });

  test('with network after all, the kiosk hears what became of it', async () => {
    const { offline, seen } = await joined();
    await visit('visit-1');
    const { offerUri, txCode } = await offline.createOffer(order());
    await redeemOffer(offerUri, { txCode: txCode! });
    await expect.poll(() => seen.at(-1), { timeout: 8000 }).toBe('accepted');
  });

  test('a ticket is called back only where the hub has seen it', async () => {
    const { offline } = await joined();
    const first = await offline.createOffer(order('visit-1', false));
    expect(await offline.cancel(first.offerId)).toBe(false);
    await redeemOffer(first.offerUri);
    const second = await offline.createOffer(order('visit-2', false));
    await fetch(new URL(second.offerUri).searchParams.get('credential_offer_uri')!);
    expect(await offline.cancel(second.offerId)).toBe(true);
    await expect(redeemOffer(second.offerUri)).rejects.toThrow();
  });

  test('numbers are never used twice, also after the power failed, and by many at once', async () => {
    const { offline } = await joined();
    const made = await Promise.all(Array.from({ length: 5 }, () => offline.createOffer(order())));
    const again = await Membership.open(store);
    expect(again.state).toMatchObject({ sequence: 5, made: { count: 5 } });
    expect(new Set(made.map(({ offerId }) => offerId)).size).toBe(5);
  });

  test('none is made without a hub, with a clock set back, beyond lease, quota or sync, or for other documents', async () => {
    const none = await Membership.open(store);
    const session = { membership: none, terms, now };
    const way = offlineWay({ session, watch: new OfferWatch(session), logHead: async () => '00'.repeat(32) });
    expect(await refusal(way.createOffer(order()))).toBe('kiosk-hub/not-enrolled');

    const { offline, membership } = await joined({ leaseDays: 3, syncDays: 2, dailyQuota: 2 });
    offset = -30_000;
    await offline.createOffer(order());
    offset = -90_000;
    expect(await refusal(offline.createOffer(order()))).toBe('kiosk-hub/clock-back');
    offset = 0;
    await offline.createOffer(order());
    expect(await refusal(offline.createOffer(order()))).toBe('kiosk-hub/quota-used');
    offset = DAY;
    await offline.createOffer(order());
    offset = 2.5 * DAY;
    expect(await refusal(offline.createOffer(order()))).toBe('kiosk-hub/sync-overdue');
    offset = 3.5 * DAY;
    expect(await refusal(offline.createOffer(order()))).toBe('kiosk-hub/lease-over');
    offset = DAY;
    expect(await refusal(offline.createOffer(order()))).toBe('none');
    await membership.update((before) => ({
      ...before,
      charter: { ...before.charter, grant: { ...before.charter.grant, documentTypes: ['idcard'] } },
      made: { day: 0, count: 0 },
    }));
    expect(await refusal(offline.createOffer(order()))).toBe('kiosk-hub/document-type');
    expect(membership.state.sequence).toBe(4);
  });
});

describe('the log', () => {
  const parts = () => ({
    checkpoint: () => vault.checkpoint(),
    exportLog: (after?: number) => vault.exportLog(after),
  });

  test('is handed over once, piece by piece, and nothing of a person can be read at the hub', async () => {
    const { session } = await joined();
    for (let i = 0; i < 4; i += 1) await visit(`visit-${i}`, 0, 300);
    expect(await syncLog(session, vault)).toBe(1200);
    expect(await syncLog(session, vault)).toBe(0);
    await visit('visit-9');
    await vault.shred('visit-0');
    expect(await syncLog(session, vault)).toBeGreaterThanOrEqual(4);
  });

  test('broken off in its midst it goes on where it was', async () => {
    const { session } = await joined();
    for (let i = 0; i < 3; i += 1) await visit(`visit-${i}`, 0, 400);
    let lines = 0;
    const failing = {
      checkpoint: () => vault.checkpoint(),
      async *exportLog(after?: number) {
        for await (const line of vault.exportLog(after)) {
          lines += 1;
          if (lines > 700) throw new Error('the power failed');
          yield line;
        }
      },
    };
    await expect(syncLog(session, failing)).rejects.toThrow('the power failed');
    expect(await syncLog(session, vault)).toBe(700);
  });

  test('another log under the same name is refused, and an older copy of it', async () => {
    const { session } = await joined();
    await visit('visit-1');
    await syncLog(session, vault);
    const older = await vault.checkpoint();
    await visit('visit-2', 0, 2);
    const changed = {
      ...parts(),
      async *exportLog(after?: number) {
        for await (const line of vault.exportLog(after))
          yield line.includes('visit-2') ? JSON.stringify({ ...JSON.parse(line), body: 'other' }) : line;
      },
    };
    expect(await refusal(syncLog(session, changed))).toBe('kiosk-hub/log-forked');
    await syncLog(session, vault);
    await visit('visit-3', 0, 1);
    expect(await refusal(syncLog(session, { ...parts(), checkpoint: async () => older }))).toBe(
      'kiosk-hub/log-forked',
    );
  });

  test('rows that come while it is handed over are left for the next time', async () => {
    const { session } = await joined();
    await visit('visit-1');
    const growing = {
      ...parts(),
      async checkpoint() {
        const signed = await vault.checkpoint();
        await visit('visit-2', 0, 2);
        return signed;
      },
    };
    expect(await syncLog(session, growing)).toBe(3);
    expect(await syncLog(session, vault)).toBe(2);
  });

  test('the agent keeps in touch by itself, and says once what is wrong', async () => {
    const { session, membership } = await joined();
    const troubles: string[] = [];
    const agent = startAgent(session, vault, { trouble: (code) => troubles.push(code), everyMs: 50 });
    undo.push(() => agent.stop());
    await expect.poll(() => agent.state()).toBe('in-touch');
    const before = membership.state.syncedAt;
    await expect.poll(() => membership.state.syncedAt).toBeGreaterThan(before);
    await visit('visit-1');
    const [kiosk] = await hubs.hubs[0]!.kiosks();
    expect(kiosk!.seenAt).toBeGreaterThan(kiosk!.enrolledAt);
    await expect.poll(async () => (await syncLog(session, vault)) === 0).toBe(true);
    await hubs.hubs[0]!.withdrawKiosk({ kiosk: 1, from: hubs.now(), to: null });
    await expect.poll(() => agent.state()).toBe('revoked');
    await agent.touch();
    expect(troubles).toEqual(['kiosk-hub/revoked']);
  });
});
