import type {
  DeviceReport,
  HealthPart,
  HelpDeskView,
  Notice,
  OfferState,
  SimulatorState,
  StaffSnapshot,
  Ticket,
  Trust,
} from '../../contract/index.ts';
import { pageRefsOf, portraitRefOf, type RunningVisit, type View } from '../kiosk/index.ts';
import {
  completeChecks,
  evidenceStrengthOf,
  hasLeft,
  holderOfVisit,
  isOpenTicket,
  isUnconfirmed,
  staffCanRenew,
  type Visit,
} from '../visit/index.ts';
import { fieldsOf, summaryOf } from './document-view.ts';
import { stationOf } from './visitor-view.ts';

/** The staff's screen: what the station is doing, and everything the checks say. */
export function staffView(
  running: RunningVisit | null,
  view: View,
  state: {
    notices: Notice[];
    health: HealthPart[];
    tickets: Ticket[];
    helpDesk: HelpDeskView | null;
    trust: Trust;
    devices: DeviceReport[];
    simulator: SimulatorState | null;
  },
): StaffSnapshot {
  return {
    revision: view.revision,
    now: view.now,
    station: stationOf(view),
    outOfService: view.outOfService ? { code: view.outOfService } : null,
    notices: state.notices,
    health: state.health,
    devices: state.devices,
    simulator: state.simulator,
    trust: state.trust,
    tickets: state.tickets,
    helpDesk: state.helpDesk,
    visit: running && visitOf(running),
  };
}

function visitOf({ id, startedAt, visit }: RunningVisit): StaffSnapshot['visit'] {
  const { decision } = visit;
  const left = hasLeft(visit);
  const checks = completeChecks(visit.checks);
  const document = left ? null : visit.document;
  const holder = left ? null : holderOfVisit(visit);
  return {
    id,
    step: left ? 'ended' : visit.step,
    startedAt,
    checks,
    evidenceStrength: decision?.evidenceStrength ?? evidenceStrengthOf(checks),
    outcome: decision?.outcome ?? null,
    awaitingStaff: visit.step === 'referred' && !left,
    observed: visit.observed !== null,
    called: visit.called,
    ticket: visit.ticket,
    openTicket: isOpenTicket(visit),
    summary: holder && summaryOf(holder),
    fields: holder && fieldsOf(holder),
    pageRefs: pageRefsOf(document),
    portraitRef: portraitRefOf(document),
    selfieRef: left ? null : (visit.selfies[0] ?? null),
    txCode: txCodeFor(visit),
    offer: left ? null : offerOf(visit),
  };
}

const askedFor: ReadonlySet<OfferState> = new Set([
  'preparing',
  'waiting',
  'scanned',
  'code-asked',
  'code-wrong',
]);

/** Shown for as long as a wallet may ask for it. */
function txCodeFor({ step, offer, profile }: Visit): string | null {
  if (profile.offer.txCodeSurface !== 'staff' || step !== 'offer' || !offer) return null;
  return askedFor.has(offer.state) ? offer.txCode : null;
}

function offerOf(visit: Visit): NonNullable<StaffSnapshot['visit']>['offer'] {
  const { offer, presented } = visit;
  if (!offer) return null;
  const { state, triesLeft, expiresAt, confirmation, withdrawn, phoneClock, usedAgain, collectUntil } = offer;
  return {
    state,
    form: offer.form.name,
    triesLeft,
    expiresAt,
    confirmation,
    withdrawn,
    renewable: staffCanRenew(visit),
    asksStaff: isUnconfirmed(visit),
    phoneClock,
    usedAgain,
    collectUntil,
    presented,
  };
}
