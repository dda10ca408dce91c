export type { Command, Context, HostCommand, RefusalCode } from './commands.ts';
export { decide } from './decide.ts';
export { allChecks, completeChecks, decideByPolicy, evidenceStrengthOf } from './decision.ts';
export { holderOfVisit, portraitOf, type ReadDocument, type ScannedPage, zoneForChip } from './document.ts';
export type { ChipReadBody, PageReadBody } from './document-events.ts';
export { type VisitEvent, visitEvent } from './events.ts';
export { evolve, fold } from './evolve.ts';
export { progressOf, stepAfter, stepBefore, stepsOf } from './flow.ts';
export { type Policy, type Profile, policy, profile } from './profile.ts';
export {
  canDisown,
  canRenew,
  canSwitch,
  deadOffers,
  hasLeft,
  isOpenTicket,
  isSettled,
  isToWithdraw,
  isUnconfirmed,
  staffCanRenew,
} from './settled.ts';
export { isWork, type Stage, stageOf } from './stage.ts';
export type { Details, Offer, Visit } from './state.ts';
export type { Verdict } from './verdict.ts';
