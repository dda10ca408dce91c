import type { CredentialProfile } from '../../issuer/index.ts';
import { CodedError, type DocumentField, type HealthPart } from '../contract/index.ts';
import { claimsFromVisit, type DocumentFacts, type RunningIssuer, screenState } from './credentials/index.ts';
import type { Clock, Issuing, OfferNews } from './ports.ts';
import { allChecks, holderOfVisit, type Visit } from './visit/index.ts';

/** Whoever issues: in this process, or elsewhere; then it says itself how it is. */
export type IssuingPart = Pick<RunningIssuer, 'port'> & { health?: () => HealthPart };

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
  const newsOf = (progress: {
    offerId: string;
    state: Parameters<typeof screenState>[0];
    triesLeft: number | null;
  }): OfferNews | null => {
    const state = screenState(progress.state);
    return state === null || state === 'preparing'
      ? null
      : { offerId: progress.offerId, state, triesLeft: progress.triesLeft };
  };
  return {
    async offer(visitId, visit) {
      const now = clock.now();
      const { offer } = visit.profile;
      const portrait = wantsPortrait ? await portraitIn(visitId, visit) : null;
      const facts = { ...factsOf(visit), ...(portrait ? { portrait } : {}) };
      const claims = claimsFromVisit(facts, checksToTell(visit), profile, localDate(now));
      const made = await port.createOffer({
        subjectRef: visitId,
        claims,
        txCode: offer.txCode,
        ttlSeconds: offer.lifeSeconds,
      });
      const { offerId, offerUri, txCode, expiresAt, way = port.kind } = made;
      return { offerId, offerUri, txCode, createdAt: now, expiresAt, way };
    },
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
    health:
      running.health ??
      (() => ({
        part: 'issuer',
        state: port.testOnly ? 'degraded' : 'ok',
        detail: port.testOnly ? 'signs with its own test certificate' : 'signs with the supplied certificate',
      })),
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
