import { randomBytes } from 'node:crypto';
import type { MembershipState } from './membership.ts';

const DAY = 86_400_000;
/** Visits that are remembered at most, newest first. */
const MOST = 500;
/** Tickets of a visit that an order can name. */
const MOST_TICKETS = 100;

export type Reserve = MembershipState['reserves'][number];
/** A visit's order, ready to be sent. */
export interface PendingOrder {
  readonly orderId: string;
  readonly fallback: number;
  readonly replaces: readonly number[];
}

const newOrderId = () => randomBytes(16).toString('base64url');

const of = (state: MembershipState, visit: string): Reserve | undefined =>
  state.reserves.find((one) => one.visit === visit);

function put(state: MembershipState, reserve: Reserve): MembershipState {
  const { ticketMinutes } = state.charter.grant;
  const oldest = reserve.at - ticketMinutes * 60_000 - DAY;
  const others = state.reserves.filter(({ visit, at }) => visit !== reserve.visit && at > oldest);
  return { ...state, reserves: [...others, reserve].slice(-MOST) };
}

/**
 * Notes an order before it is sent: the one whose fate is unknown when there is one, else a new one. A visit keeps its ticket
 * number until the ticket is made.
 */
export function noteOrder(state: MembershipState, visit: string, at: number): MembershipState {
  const before = of(state, visit);
  const sequence = before?.sequence ?? state.sequence + 1;
  const order = before?.order ?? newOrderId();
  const next = { ...state, sequence: Math.max(state.sequence, sequence) };
  return put(next, { visit, sequence, order, replaces: before?.replaces ?? [], at });
}

/** What {@link noteOrder} noted last. */
export function pendingOrder(state: MembershipState, visit: string): PendingOrder {
  const { order, sequence, replaces } = of(state, visit)!;
  return { orderId: order!, fallback: sequence!, replaces };
}

/** The order was answered, or is over: the visit's next one is another. */
export function forgetOrder(state: MembershipState, visit: string): MembershipState {
  const before = of(state, visit);
  return before === undefined ? state : put(state, { ...before, order: null });
}

/** The number a ticket of the visit has to have: the one its order named, else the next. */
export const ticketNumber = (state: MembershipState, visit: string): number =>
  of(state, visit)?.sequence ?? state.sequence + 1;

/** That number is used: what is ordered later takes the place of this ticket. */
export function spendNumber(state: MembershipState, visit: string, at: number): MembershipState {
  const sequence = ticketNumber(state, visit);
  const replaces = [...(of(state, visit)?.replaces ?? []), sequence].slice(-MOST_TICKETS);
  const next = { ...state, sequence: Math.max(state.sequence, sequence) };
  return put(next, { visit, sequence: null, order: null, replaces, at });
}
