import type { CredentialProfile } from '../../issuer/index.ts';
import { CodedError, type DocumentField } from '../contract/index.ts';
import {
  claimsFromVisit,
  type DocumentFacts,
  type OfferProgress,
  type OfferState,
  type RunningIssuer,
  screenState,
} from './credentials/index.ts';
import type { Clock, Issuing, OfferNews } from './ports.ts';
import { allChecks, holderOfVisit, type Visit } from './visit/index.ts';

/** Whoever issues: in this process, or elsewhere; then it says itself how it is. */
export type IssuingPart = Pick<RunningIssuer, 'port' | 'health'>;

/** A wallet has the credential, or had it; a wallet that refused may have had it before. */
const given: ReadonlySet<OfferState> = new Set(['issued', 'accepted', 'refused']);

/** No wallet can get a credential of it any more. */
const over: ReadonlySet<OfferState> = new Set(['expired', 'locked', 'failed', 'cancelled']);

/** What the issuer tells, for the screen; null when there is no screen for it any more. */
function newsOf(progress: OfferProgress): OfferNews | null {
  const state = screenState(progress.state);
  if (state === null) return null;
  const { offerId, triesLeft, noticed, collectUntil } = progress;
  return {
    offerId,
    state,
    triesLeft,
    ...(progress.state === 'accepted' ? { confirmed: true } : {}),
    ...(noticed === 'phone-clock' ? { phoneClock: true } : {}),
    ...(noticed === 'used-again' ? { usedAgain: true } : {}),
    ...(state === 'deferred' && collectUntil !== undefined ? { collectUntil } : {}),
  };
}

/**
 * An issuer as the visit sees it: a visit in, an offer out, and the wallet's progress in screen terms.
 * @param portraitIn the document's portrait as JPEG; asked for only where the profile has it in the credential
 */
export function issuingFor(
  running: IssuingPart,
  profile: CredentialProfile,
  clock: Clock,
  portraitIn: (visitId: string, visit: Visit) => Promise<Uint8Array | null> = async () => null,
): Issuing {
  const { port } = running;
  const wantsPortrait = profile.claims.some(({ source }) => source.as === 'portrait');
  /** Null where the offer is open still, which it is after an end that its issuer did not hear of. */
  const withdrawOnce = async (offerId: string) => {
    if ((await port.cancel(offerId)) && !port.cancelIsLocal) return 'ended';
    const { state } = await port.status(offerId);
    if (given.has(state)) return (await port.revoke?.(offerId)) ? 'revoked' : 'not-revocable';
    // What was ended at this kiosk alone may be redeemed yet.
    if (port.cancelIsLocal && state === 'cancelled') return 'not-revocable';
    return over.has(state) ? 'ended' : null;
  };
  const withdraw: Issuing['withdraw'] = async (offerId) => {
    try {
      return (await withdrawOnce(offerId)) ?? (await withdrawOnce(offerId)) ?? 'not-revocable';
    } catch (error) {
      // Whoever never heard of it, or forgot it unredeemed, gives nothing for it.
      if (error instanceof CodedError && error.code === 'credentials/unknown-offer') return 'ended';
      throw error;
    }
  };
  return {
    async offer(visitId, visit) {
      const now = clock.now();
      const { offer } = visit.profile;
      const { replaces = null, form: { index } = { index: 0 } } = visit.offer ?? {};
      // Two offers of one visit are never alive at once.
      if (replaces !== null && (await withdraw(replaces)) === 'not-revocable')
        throw new CodedError('credentials/issued-before', 'the offer before this one gave a credential');
      const portrait = wantsPortrait ? await portraitIn(visitId, visit) : null;
      const facts = { ...factsOf(visit), ...(portrait ? { portrait } : {}) };
      const claims = claimsFromVisit(facts, checksToTell(visit), profile, localDate(now));
      const made = await port.createOffer({
        subjectRef: visitId,
        claims,
        txCode: offer.txCode,
        ttlSeconds: offer.lifeSeconds,
        ...(index > 0 ? { form: index } : {}),
      });
      const { offerId, offerUri, txCode, expiresAt, way = port.kind } = made;
      const { claimUrl = null } = made;
      const forms = port.forms?.length ?? 1;
      const form = port.forms?.[index] ?? null;
      return { offerId, offerUri, txCode, createdAt: now, expiresAt, way, claimUrl, form, forms };
    },
    withdraw,
    async cancel(offerId) {
      await port.cancel(offerId);
    },
    async status(offerId, visitId) {
      return newsOf(await port.status(offerId, visitId));
    },
    listen: (listener) =>
      port.subscribe((progress) => {
        const news = newsOf(progress);
        if (news) listener(news);
      }),
    ...(port.onRenewed
      ? {
          renewed: (listener) => port.onRenewed!((offer) => listener({ ...offer, createdAt: clock.now() })),
        }
      : {}),
    health: running.health,
  };
}

/**
 * What the visit established. Names are the document's, not the typed ones; what it does not say is left empty.
 * @throws CodedError `visit/no-document` when the visit has none
 */
export function factsOf(visit: Visit): DocumentFacts {
  const holder = holderOfVisit(visit);
  if (!holder) throw new CodedError('visit/no-document', 'the visit has no document');
  const text = (field: DocumentField) => holder.fields[field]?.value ?? '';
  const day = (field: 'birthDate' | 'expiryDate') => (text(field).length === 10 ? text(field) : null);
  return {
    givenNames: text('givenNames'),
    familyName: text('familyName'),
    birthDate: day('birthDate'),
    nationality: text('nationality'),
    issuingState: text('issuer'),
    documentType: holder.documentType ?? visit.choice?.documentType ?? '',
    documentNumber: text('documentNumber'),
    expiryDate: day('expiryDate'),
    ...(visit.details ? { email: visit.details.email } : {}),
  };
}

/** A verifier learns what the steps of a check are summed up in; the steps are for this station's staff. */
function checksToTell({ checks }: Visit): Visit['checks'] {
  return checks.filter(({ check }) => allChecks.includes(check));
}

function localDate(now: number): string {
  const date = new Date(now);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
