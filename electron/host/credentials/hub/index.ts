export { type AgentState, type HubAgent, startAgent } from './agent.ts';
export { KioskHubError, type KioskHubErrorCode } from './errors.ts';
export { hubOrTicket } from './fallback.ts';
export { type JoinOptions, joinHub } from './join.ts';
export {
  Membership,
  type MembershipState,
  type MembershipStore,
  type SavedMembership,
} from './membership.ts';
export { mintForVisit, offlineWay } from './offline.ts';
export { onlineWay } from './online.ts';
export { operatorTexts } from './operator-texts.ts';
export { type HubSession, renewLease } from './session.ts';
export { type SealedLog, syncLog } from './sync.ts';
export { OfferWatch } from './watch.ts';
