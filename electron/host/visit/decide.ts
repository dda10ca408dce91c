import type { StepName } from '../../contract/index.ts';
import type { Command, Context } from './commands.ts';
import { decideOnChip } from './decide-chip.ts';
import { decideOnDocument } from './decide-document.ts';
import { decideOnFace } from './decide-face.ts';
import { decideOnOffer } from './decide-offer.ts';
import { decideOnReading } from './decide-reading.ts';
import { decideOnStaff } from './decide-staff.ts';
import type { VisitEvent } from './events.ts';
import { stepBefore } from './flow.ts';
import { canPark, hasLeft, isOpenTicket, isSettled } from './settled.ts';
import type { Visit } from './state.ts';
import { events, refuse, type Verdict } from './verdict.ts';

/** These screens go on by a plain "Continue". */
const acknowledged: ReadonlySet<StepName> = new Set([
  'pairing',
  'introduction',
  'document-guidance',
  'face-guidance',
]);

/**
 * Judges one command against the visit. Pure: the same visit, command and context give the same verdict. A command
 * that does not fit is refused with a code and changes nothing; a host command that comes too late (a scan that ends
 * after the visitor went back) yields no events.
 */
export function decide(visit: Visit | null, command: Command, context: Context): Verdict {
  if (command.type === 'visit.start' || command.type === 'staff.start-visit')
    return start(visit, command.type, context);
  if (!visit) return refuse('visit/none');
  if (visit.ended) return refuse('visit/ended');
  if (visit.parked) return decideOnParked(visit, command);
  switch (command.type) {
    case 'visit.set-language':
      if (!context.languages.includes(command.language)) return refuse('visit/unknown-language');
      return events({ type: 'LanguageChosen', language: command.language });
    case 'visit.continue':
      return proceed(visit, command.step);
    case 'visit.back':
      if (command.step !== visit.step) return refuse('visit/not-at-this-step');
      if (!stepBefore(visit.profile, visit.step)) return refuse('visit/no-way-back');
      return events({ type: 'SteppedBack', from: visit.step });
    case 'visit.call-staff':
      return callStaff(visit, context);
    case 'visit.cancel':
      // What staff have opened is not wiped by whoever stands at the screen.
      if (isOpenTicket(visit)) return events({ type: 'VisitParked' });
      return events({ type: 'VisitEnded', reason: 'cancelled', ticket: null });
    case 'visit.time-out':
      return events(leaving(visit) ?? { type: 'VisitEnded', reason: 'timed-out', ticket: visit.ticket });
    case 'visit.close':
      return events(leaving(visit) ?? { type: 'VisitEnded', reason: 'interrupted', ticket: visit.ticket });
    case 'visit.expire-ticket':
      return refuse('visit/not-at-this-step');
    case 'staff.open-ticket':
      return refuse('visit/already-running');
    case 'wallet.confirm':
      if (visit.step !== 'wallet') return refuse('visit/not-at-this-step');
      if (!context.wallets.includes(command.wallet)) return refuse('visit/unknown-wallet');
      return events({ type: 'WalletConfirmed', wallet: command.wallet });
    case 'details.submit':
      if (visit.step !== 'details') return refuse('visit/not-at-this-step');
      return events({
        type: 'DetailsEntered',
        givenNames: command.givenNames,
        familyName: command.familyName,
        email: command.email,
      });
    case 'consent.give': {
      if (visit.step !== 'consent') return refuse('visit/not-at-this-step');
      const { terms, biometric } = context.consents;
      if (command.termsHash !== terms.hash || command.biometricHash !== biometric.hash) {
        return refuse('visit/other-consent-text');
      }
      return events({
        type: 'ConsentRecorded',
        terms: { ...terms, given: true },
        biometric: { ...biometric, given: command.biometric },
      });
    }
    case 'document.choose':
    case 'document.read-again':
    case 'document.submit':
      return decideOnDocument(visit, command, context);
    case 'document.lines':
    case 'document.barcode':
    case 'document.failed':
    case 'document.scan':
    case 'document.skip-side':
    case 'page.scanned':
    case 'page.not-scanned':
    case 'page.read':
    case 'portrait.cropped':
    case 'portrait.missing':
      // What a reader or the scanner brings too late is for nobody.
      if (visit.step === 'document-reading') return decideOnReading(visit, command, context);
      return command.type === 'document.scan' || command.type === 'document.skip-side'
        ? refuse('visit/not-at-this-step')
        : events();
    case 'document.skip-chip':
    case 'document.read-chip':
    case 'chip.read':
    case 'chip.not-read':
      return decideOnChip(visit, command);
    case 'face.decline':
    case 'camera.checked':
    case 'selfie.taken':
    case 'face.compared':
      return decideOnFace(visit, command, context);
    case 'offer.created':
    case 'offer.progressed':
    case 'offer.failed':
    case 'offer.given-before':
    case 'offer.renew':
    case 'offer.other':
    case 'offer.disown':
    case 'offer.unconfirmed':
    case 'offer.withdrawn':
    case 'staff.renew-offer':
    case 'staff.confirm-offer':
    case 'proof.resolved':
      return decideOnOffer(visit, command, context);
    case 'staff.cancel-visit':
    case 'staff.take-over':
    case 'staff.observe':
    case 'staff.decide':
      return decideOnStaff(visit, command, context);
  }
}

function start(visit: Visit | null, command: 'visit.start' | 'staff.start-visit', context: Context): Verdict {
  if (visit && !hasLeft(visit)) return refuse('visit/already-running');
  const by = command === 'visit.start' ? 'visitor' : 'staff';
  return events({
    type: 'VisitStarted',
    by,
    language: context.defaultLanguage,
    profile: context.profile,
    policy: context.policy,
    simulated: context.simulated,
  });
}

function proceed(visit: Visit, step: StepName): Verdict {
  if (step !== visit.step) return refuse('visit/not-at-this-step');
  if (acknowledged.has(step)) return events({ type: 'StepCompleted', step });
  if (step === 'proof') return events({ type: 'ProofResolved', outcome: 'not-checked', reason: 'skipped' });
  if (step === 'offer' && visit.offer?.state === 'deferred') return events({ type: 'OfferLeft' });
  const left = leaving(visit);
  if (!left) return refuse('visit/not-at-this-step');
  // Who goes on from the question whether it is there has answered it.
  const asked = step === 'success' && visit.offer?.confirmation === 'missing';
  return asked ? events({ type: 'OfferConfirmed', by: 'visitor' }, left) : events(left);
}

/** What becomes of the visit when the visitor leaves a closing screen, or null when this is no closing screen. */
function leaving(visit: Visit): VisitEvent | null {
  const ended = (reason: 'done' | 'refused' | 'referred') =>
    ({ type: 'VisitEnded', reason, ticket: visit.ticket }) as const;
  if (visit.step === 'success') return ended('done');
  if (visit.step === 'refused') return ended('refused');
  if (visit.step !== 'referred') return null;
  return canPark(visit) ? { type: 'VisitParked' } : ended('referred');
}

/** For everyone but staff a visit whose visitor has left is over. */
function decideOnParked(visit: Visit, { type }: Command): Verdict {
  if (type === 'staff.open-ticket') return events({ type: 'VisitReopened' });
  if (type === 'visit.expire-ticket')
    return events({ type: 'VisitEnded', reason: 'referred', ticket: visit.ticket });
  return refuse('visit/ended');
}

/** With staff beside the visitor a call is a bell; in a lobby it is the way to a person, with a ticket. */
function callStaff(visit: Visit, context: Context): Verdict {
  const called: VisitEvent = { type: 'StaffCalled' };
  if (visit.profile.posture === 'attended' || isSettled(visit))
    return visit.called ? events() : events(called);
  return events(called, { type: 'Referred', reason: 'called', ticket: context.ticket });
}
