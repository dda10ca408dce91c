import type { HealthPart, Notice, StaffSnapshot, Ticket } from '../contract/index.ts';
import { completeChecks, evidenceStrengthOf, hasLeft, isOpenTicket } from './visit/index.ts';
import type { RunningVisit } from './visit-runner.ts';
import { stationOf, summaryOf, type View } from './visitor-view.ts';

/** The staff's screen: what the station is doing, and everything the checks say. */
export function staffView(
  running: RunningVisit | null,
  view: View,
  state: { notices: Notice[]; health: HealthPart[]; tickets: Ticket[] },
): StaffSnapshot {
  return {
    revision: view.revision,
    now: view.now,
    station: stationOf(view),
    outOfService: view.outOfService ? { code: view.outOfService } : null,
    notices: state.notices,
    health: state.health,
    devices: [...view.devices],
    tickets: state.tickets,
    visit: running && visitOf(running),
  };
}

function visitOf({ id, startedAt, visit }: RunningVisit): StaffSnapshot['visit'] {
  const { document, decision, profile } = visit;
  const left = hasLeft(visit);
  const checks = completeChecks(visit.checks);
  const ref = (part: { ref: string } | { missing: string } | null | undefined) =>
    part && 'ref' in part ? part.ref : null;
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
    summary: document && !left ? summaryOf(document.mrz) : null,
    pageRef: left ? null : ref(document?.page),
    portraitRef: left ? null : ref(document?.portrait),
    selfieRef: left ? null : (visit.selfies[0] ?? null),
    txCode: profile.offer.txCodeSurface === 'staff' ? (visit.offer?.txCode ?? null) : null,
  };
}
