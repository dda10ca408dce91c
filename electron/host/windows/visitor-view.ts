import type { Step, StepOf, VisitorSnapshot, Wifi } from '../../contract/index.ts';
import { readerKind, type View } from '../kiosk/index.ts';
import {
  canDisown,
  canRenew,
  canSwitch,
  hasLeft,
  progressOf,
  stepBefore,
  type Visit,
} from '../visit/index.ts';
import { readingStep, reviewStep, typeChosen } from './document-view.ts';

/** The visitor's screen, made anew from the visit at every change. */
export function visitorView(visit: Visit | null, view: View): VisitorSnapshot {
  const step = visit ? stepOf(visit, view) : ({ name: 'attract' } as const);
  return {
    revision: view.revision,
    now: view.now,
    station: stationOf(view),
    outOfService: view.outOfService ? { code: view.outOfService } : null,
    language: visit?.language ?? view.resources.station.defaultLanguage,
    step,
    progress: visit ? progressOf(visit.step) : null,
    canGoBack: visit !== null && !hasLeft(visit) && stepBefore(visit.profile, visit.step) !== null,
    idleEndsAt: view.live.idleEndsAt,
    resumed: view.live.resumed,
    cameraCheckWanted: view.cameraCheckWanted,
  };
}

export function stationOf({ resources, simulated }: View): VisitorSnapshot['station'] {
  const { station, profile, languages } = resources;
  return {
    name: station.name,
    organisation: station.organisation,
    posture: profile.posture,
    simulated,
    languages,
    defaultLanguage: station.defaultLanguage,
    keyboardReader: station.devices.keyboardReader !== null,
    cameras: station.cameras,
    pixelsPerInch: station.pixelsPerInch ?? null,
  };
}

function stepOf(visit: Visit, view: View): Step {
  const { resources } = view;
  if (visit.parked) return { name: 'ended', reason: 'referred' };
  const wallet = resources.wallets.find((one) => one.id === visit.wallet) ?? null;
  switch (visit.step) {
    case 'wallet':
      return { name: 'wallet', wallets: resources.wallets, chosen: visit.wallet };
    case 'pairing':
      return { name: 'pairing', wallet, wifi: wifiOf(view) };
    case 'introduction':
      return {
        name: 'introduction',
        minutes: visit.profile.minutes,
        retentionHours: visit.profile.retentionHours.referred,
        organisation: resources.station.organisation,
      };
    case 'details':
      return { name: 'details', values: visit.details };
    case 'consent': {
      const text = (kind: 'terms' | 'biometric') => resources.consentText(kind, visit.language);
      return { name: 'consent', terms: text('terms'), biometric: text('biometric') };
    }
    case 'document-choice': {
      const { documentTypes, suggestedCountries } = visit.profile;
      return {
        name: 'document-choice',
        documentTypes,
        suggestedCountries: view.simulated ? ['UTO', ...suggestedCountries] : suggestedCountries,
      };
    }
    case 'document-guidance':
      return {
        name: 'document-guidance',
        documentType: typeChosen(visit),
        reader: readerKind(view.devices, typeChosen(visit)),
      };
    case 'document-reading':
      return readingStep(visit, view);
    case 'document-review':
      return reviewStep(visit);
    case 'face-capture':
      return {
        name: 'face-capture',
        attempt: visit.faceAttempts + 1,
        attempts: visit.profile.attempts.face,
        // That it was the comparison that failed is not for the person to learn (NIST SP 800-63A-4, data washing).
        problem: visit.faceProblem === 'not-matched' ? 'quality' : visit.faceProblem,
        camera: view.live.camera,
        challenge: challengeOf(view),
        preparing: view.liveness.preparing,
      };
    case 'offer':
      return offerStep(visit, view, wallet);
    case 'proof':
      return { name: 'proof', ...view.proof };
    case 'success':
      // No confirmation is sent from here, so none is promised.
      return { name: 'success', email: null, ...whatTheWalletSaid(visit) };
    case 'referred':
      return {
        name: 'referred',
        ticket: visit.ticket ?? '',
        reason: visit.referral ?? 'undecided',
        attended: visit.profile.posture === 'attended' || visit.reopened,
      };
    case 'ended':
      return { name: 'ended', reason: visit.ended ?? 'done' };
    case 'attract':
    case 'language':
    case 'face-guidance':
    case 'deciding':
    case 'refused':
      return { name: visit.step };
  }
}

function challengeOf({ liveness: { challenge } }: View): StepOf<'face-capture'>['challenge'] {
  return challenge && { ...challenge, actions: [...challenge.actions], colours: [...challenge.colours] };
}

function offerStep(visit: Visit, view: View, wallet: StepOf<'offer'>['wallet']): Step {
  const { offer, profile } = visit;
  const here = profile.offer.txCodeSurface === 'visitor';
  const attended = profile.posture === 'attended' || visit.reopened;
  return {
    name: 'offer',
    state: offer?.state ?? 'preparing',
    offerUri: offer?.uri ?? null,
    txCode: here ? (offer?.txCode ?? null) : null,
    txCodeElsewhere: !here && offer?.txCode != null,
    triesLeft: offer?.triesLeft ?? null,
    renewable: canRenew(visit),
    expiresAt: offer?.expiresAt ?? null,
    createdAt: offer?.createdAt ?? null,
    simulated: view.simulated,
    wallet,
    wifi: wifiOf(view),
    claimUrl: offer?.claimUrl ?? null,
    unlisted: isUnlisted(visit, view),
    otherForms: canSwitch(visit),
    disownable: canDisown(visit),
    byStaff: attended && (offer?.state === 'taken' || profile.offer.renewedBy === 'staff'),
    phoneClock: offer?.phoneClock ?? false,
    collectUntil: offer?.collectUntil ?? null,
  };
}

function wifiOf({ resources }: View): Wifi | null {
  const { way, wifi } = resources.station.issuer;
  return way === 'embedded' && wifi ? { ssid: wifi.ssid, uri: wifi.uri } : null;
}

/** The visitor's wallet keeps a list of organisations, as far as anybody knows, and this one is not on it. */
function isUnlisted({ wallet }: Visit, { resources }: View): boolean {
  const { listedBy } = resources.station.issuer;
  const known = resources.wallets.find(({ id }) => id === wallet);
  return (known?.keepsList ?? true) && !(wallet !== null && listedBy.includes(wallet));
}

function whatTheWalletSaid({
  offer,
  presented,
}: Visit): Pick<StepOf<'success'>, 'confirmation' | 'presented' | 'collectUntil'> {
  if (offer?.state === 'deferred') return { collectUntil: offer.collectUntil };
  // Visits of before did not note when the credential was given.
  if (!offer || offer.issuedAt === null) return {};
  return { confirmation: offer.confirmation, ...(presented === 'presented' ? { presented: true } : {}) };
}
