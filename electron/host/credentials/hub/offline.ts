import { randomInt } from 'node:crypto';
import { documentTypeOf, ticketHash } from '../../../../issuer/hub/index.ts';
import { mintTicket, ticketOfferUri } from '../../../../issuer/ticket/index.ts';
import { CredentialError } from '../errors.ts';
import type { CredentialIssuerPort, OfferOrder, OfferStatus } from '../port.ts';
import { KioskHubError } from './errors.ts';
import { assertTerms } from './join.ts';
import type { MembershipState } from './membership.ts';
import { cancelOffer, revokeOffer } from './online.ts';
import { spendNumber, ticketNumber } from './reserve.ts';
import type { HubSession } from './session.ts';
import { type OfferWatch, offerStatus } from './watch.ts';

const DAY = 86_400_000;
/** Milliseconds a clock may be set back by the network's time without being suspected. */
const SETTLING = 60_000;
const HEAD_BYTES = 8;

/**
 * Whether this kiosk may make a ticket now. The hub judges all of it again; here it is judged so that nobody walks away
 * with a ticket that is worth nothing.
 * @throws KioskHubError
 */
function assertMayMint(state: MembershipState, claims: Record<string, unknown>, now: number): void {
  const { charter, latest, syncedAt, made } = state;
  const { grant } = charter;
  if (now < latest - SETTLING)
    throw new KioskHubError('kiosk-hub/clock-back', 'the clock of this kiosk was set back');
  if (now > charter.lease_until)
    throw new KioskHubError('kiosk-hub/lease-over', 'this kiosk was out of touch with its hub for too long');
  if (now > syncedAt + grant.syncDays * DAY)
    throw new KioskHubError('kiosk-hub/sync-overdue', 'the hub has not had this kiosk’s log for too long');
  if (made.day === Math.floor(now / DAY) && made.count >= grant.dailyQuota)
    throw new KioskHubError('kiosk-hub/quota-used', 'this kiosk has made all its tickets of today');
  if (grant.documentTypes !== null && !grant.documentTypes.includes(documentTypeOf(claims) ?? ''))
    throw new KioskHubError('kiosk-hub/document-type', 'this kiosk may not vouch for this type of document');
}

/** Takes the next number. Kept before the ticket is made: a number is lost rather than used twice. */
function numbered(before: MembershipState, visit: string, now: number): MembershipState {
  const sequence = ticketNumber(before, visit);
  const state = spendNumber(before, visit, now);
  const day = Math.floor(now / DAY);
  return {
    ...state,
    minted: [...state.minted, { sequence, visit, issued_at: now }],
    made: { day, count: state.made.day === day ? state.made.count + 1 : 1 },
    latest: Math.max(state.latest, now),
  };
}

/** A ticket's offer, as the hub names it too. */
const nameOf = (kiosk: number, sequence: number) => `ticket-${kiosk}-${sequence}`;

/** A ticket made before this kiosk was started, which no phone has brought; undefined when it knows of none. */
function madeBefore({ charter, minted, told }: MembershipState, offerId: string): OfferStatus | undefined {
  const made = [...minted, ...told].find(({ sequence }) => nameOf(charter.kiosk, sequence) === offerId);
  // Without its hash it was still being made, and nobody has seen it.
  if (made?.ticket_hash === undefined) return undefined;
  const { visit: subjectRef, issued_at: at } = made;
  const expiresAt = at + charter.grant.ticketMinutes * 60_000;
  return { offerId, subjectRef, configurationId: '', state: 'created', at, expiresAt, triesLeft: null };
}

export interface OfflineOptions {
  session: HubSession;
  watch: OfferWatch;
  /** Hash of the log's last row, hex. */
  logHead: () => Promise<string>;
}

/**
 * Makes a ticket for a visit.
 * @throws KioskHubError; TicketError when the claims are not the profile's
 */
export async function mintForVisit(
  { session, logHead }: Pick<OfflineOptions, 'session' | 'logHead'>,
  { claims, subjectRef, txCode }: OfferOrder,
) {
  const { membership, terms, now } = session;
  assertTerms(terms, membership.state.charter.profile.digest);
  const head = new Uint8Array(Buffer.from(await logHead(), 'hex').subarray(0, HEAD_BYTES));
  const issuedAt = now();
  const { charter, minted } = await membership.update((before) => {
    assertMayMint(before, claims, issuedAt);
    return numbered(before, subjectRef, issuedAt);
  });
  const { sequence } = minted.at(-1)!;
  const [hubKey] = charter.ticket_keys;
  const code = txCode ? String(randomInt(1_000_000)).padStart(6, '0') : null;
  const expiresAt = issuedAt + charter.grant.ticketMinutes * 60_000;
  const ticket = await mintTicket(
    { kiosk: charter.kiosk, sequence, issuedAt, expiresAt, txCode: code, claims, logHead: head },
    {
      terms,
      kioskKey: membership.key,
      hub: {
        keyId: hubKey!.id,
        publicKey: new Uint8Array(Buffer.from(hubKey!.public_key, 'base64url')),
        url: charter.hub,
      },
    },
  );
  const entry = {
    sequence,
    visit: subjectRef,
    issued_at: issuedAt,
    ticket_hash: ticketHash(ticket).toString('hex'),
  };
  await membership.update((before) => ({
    ...before,
    minted: [...before.minted.filter((other) => other.sequence !== sequence), entry],
  }));
  const offerId = nameOf(charter.kiosk, sequence);
  return { offerId, offerUri: ticketOfferUri(charter.hub, ticket), txCode: code, expiresAt, ticket };
}

/**
 * The way `offline`: the kiosk makes a ticket, and the phone takes it to the hub over its own network. The kiosk hears of it
 * only if it has network after all.
 */
export function offlineWay({ session, watch, logHead }: OfflineOptions): CredentialIssuerPort {
  const made = new Map<string, OfferStatus>();
  return {
    kind: 'offline',
    get testOnly() {
      return session.membership.enrolled && session.membership.state.charter.test_only;
    },
    async createOffer(order) {
      const { offerId, offerUri, txCode, expiresAt } = await mintForVisit({ session, logHead }, order);
      const status: OfferStatus = {
        offerId,
        subjectRef: order.subjectRef,
        configurationId: '',
        state: 'created',
        at: session.now(),
        expiresAt,
        triesLeft: txCode === null ? null : 5,
      };
      for (const [id, { expiresAt: end }] of made) if (end < session.now()) made.delete(id);
      made.set(offerId, status);
      watch.follow(status);
      return { offerId, offerUri, txCode, expiresAt, way: 'offline' };
    },
    async status(offerId) {
      const known = made.get(offerId) ?? madeBefore(session.membership.state, offerId);
      const status = await offerStatus(session, offerId).catch((error: unknown) => {
        // A hub that cannot be asked may have given the credential.
        if (known === undefined || !(error instanceof CredentialError)) throw error;
        return session.now() < known.expiresAt ? known : { ...known, state: 'expired' as const };
      });
      watch.follow(status);
      return status;
    },
    subscribe: (listener) => watch.subscribe(listener),
    async cancel(offerId) {
      watch.stop(offerId);
      // A ticket the hub has not seen cannot be called back: a phone that has it may bring it until it ends.
      return cancelOffer(session, offerId).catch(() => false);
    },
    revoke: (offerId) => revokeOffer(session, offerId),
  };
}
