import type { VisitEvent } from './events.ts';
import { applyReading, givenUp } from './evolve-document.ts';
import { applyToOffer, beforeIt, emptyOffer } from './evolve-offer.ts';
import { stepAfter, stepBefore } from './flow.ts';
import { mergeChecks } from './merge-checks.ts';
import type { Visit } from './state.ts';

/**
 * Folds one event into the visit. Total: an event that cannot follow (which `decide` never emits) leaves the visit
 * as it was, so a log written by any version can be read.
 */
export function evolve(visit: Visit | null, event: VisitEvent): Visit | null {
  if (event.type === 'VisitStarted') return visit ?? started(event);
  return visit && apply(visit, event);
}

export function fold(events: readonly VisitEvent[]): Visit | null {
  return events.reduce<Visit | null>(evolve, null);
}

function apply(visit: Visit, event: Exclude<VisitEvent, { type: 'VisitStarted' }>): Visit {
  switch (event.type) {
    case 'LanguageChosen':
      return {
        ...visit,
        language: event.language,
        step: visit.step === 'language' ? stepAfter(visit.profile, 'language') : visit.step,
      };
    case 'StepCompleted':
      return { ...visit, step: stepAfter(visit.profile, event.step) };
    case 'SteppedBack':
      return {
        // A reading that was under way is given up with its screen.
        ...(event.from === 'document-reading' ? givenUp(visit) : visit),
        step: stepBefore(visit.profile, event.from) ?? visit.step,
        readingProblem: null,
        faceProblem: null,
      };
    case 'StaffCalled':
      return { ...visit, called: true };
    case 'WalletConfirmed':
      return { ...visit, wallet: event.wallet, step: stepAfter(visit.profile, 'wallet') };
    case 'DetailsEntered': {
      const { givenNames, familyName, email } = event;
      return {
        ...visit,
        details: { givenNames, familyName, email },
        step: stepAfter(visit.profile, 'details'),
      };
    }
    case 'ConsentRecorded':
      return {
        ...visit,
        consents: { terms: event.terms.given, biometric: event.biometric.given },
        step: stepAfter(visit.profile, 'consent'),
      };
    case 'DocumentChosen':
      return {
        ...visit,
        choice: { country: event.country, documentType: event.documentType },
        step: stepAfter(visit.profile, 'document-choice'),
      };
    case 'DocumentLinesRead':
    case 'BarcodeRead':
    case 'DocumentReadRejected':
    case 'PageRequested':
    case 'PageScanned':
    case 'PageNotScanned':
    case 'PageRead':
    case 'PortraitCropped':
    case 'PortraitMissing':
    case 'SideSkipped':
    case 'ChipRead':
    case 'ChipNotRead':
    case 'ChipSkipped':
    case 'DocumentSetAside':
      return applyReading(visit, event);
    case 'DocumentSubmitted':
      return {
        ...visit,
        checks: mergeChecks(visit.checks, event.checks),
        step: stepAfter(visit.profile, 'document-review'),
      };
    case 'BiometricsDeclined':
      return { ...visit, consents: visit.consents && { ...visit.consents, biometric: false } };
    case 'CameraReported':
      return { ...visit, checks: mergeChecks(visit.checks, [event.check]) };
    case 'SelfieTaken':
      return { ...visit, selfies: event.refs, faceProblem: null, step: 'deciding' };
    case 'FaceCompared': {
      const checks = mergeChecks(visit.checks, event.checks);
      if (!event.problem) return { ...visit, checks, faceAttempts: visit.faceAttempts + 1 };
      const faceAttempts = visit.faceAttempts + (event.problem === 'engine' ? 0 : 1);
      return {
        ...visit,
        checks,
        faceAttempts,
        faceProblem: event.problem,
        selfies: [],
        step: 'face-capture',
      };
    }
    case 'Decided':
      return {
        ...visit,
        checks: event.checks,
        decision: { outcome: event.outcome, evidenceStrength: event.evidenceStrength, by: 'policy' },
        step: event.outcome === 'refuse' ? 'refused' : event.outcome === 'accept' ? 'offer' : visit.step,
        offer: event.outcome === 'accept' ? emptyOffer : visit.offer,
      };
    case 'Referred':
      return {
        ...visit,
        step: 'referred',
        referral: event.reason,
        ticket: event.ticket,
        reopened: false,
      };
    case 'StaffObserved':
      return { ...visit, observed: { genuine: event.genuine, samePerson: event.samePerson } };
    case 'StaffDecided':
      return {
        ...visit,
        checks: mergeChecks(visit.checks, event.checks),
        decision: { outcome: event.outcome, evidenceStrength: event.evidenceStrength, by: 'staff' },
        step: event.outcome === 'accept' ? 'offer' : 'refused',
        offer:
          event.outcome === 'accept'
            ? { ...emptyOffer, ...(visit.offer && beforeIt(visit.offer)) }
            : visit.offer,
      };
    case 'OfferRequested':
    case 'OfferCreated':
    case 'OfferProgressed':
    case 'OfferUsedAgain':
    case 'OfferFailed':
    case 'OfferReinstated':
    case 'OfferConfirmed':
    case 'OfferUnconfirmed':
    case 'OfferDisowned':
    case 'OfferWithdrawn':
    case 'OfferLeft':
      return applyToOffer(visit, event);
    case 'ProofResolved': {
      // What a wallet has shown it has.
      const shown = event.outcome === 'presented' && visit.offer;
      const offer = shown ? { ...shown, confirmation: 'confirmed' as const } : visit.offer;
      return { ...visit, step: 'success', presented: event.outcome, offer };
    }
    case 'VisitParked':
      return { ...visit, parked: true, reopened: false };
    case 'VisitReopened':
      // Whoever decides has to have looked, not somebody who put the ticket back.
      return { ...visit, parked: false, reopened: true, observed: null };
    case 'VisitEnded':
      return { ...visit, step: 'ended', ended: event.reason, ticket: event.ticket ?? visit.ticket };
  }
}

function started(event: Extract<VisitEvent, { type: 'VisitStarted' }>): Visit {
  return {
    step: 'language',
    startedBy: event.by,
    simulated: event.simulated,
    profile: event.profile,
    policy: event.policy,
    language: event.language,
    wallet: null,
    details: null,
    consents: null,
    choice: null,
    document: null,
    readings: 0,
    documentAttempts: 0,
    readingProblem: null,
    selfies: [],
    faceAttempts: 0,
    faceProblem: null,
    checks: [],
    decision: null,
    called: false,
    observed: null,
    ticket: null,
    referral: null,
    offer: null,
    presented: null,
    parked: false,
    reopened: false,
    ended: null,
  };
}
