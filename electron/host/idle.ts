import type { Live } from './live.ts';
import type { Visit } from './visit/index.ts';

/**
 * Milliseconds without a touch after which the kiosk asks "Are you still there?" (WCAG 2.2.1: at least 20 s to answer,
 * extended as often as wanted), or null where it is not the visitor who is awaited.
 */
export function idleAfter(visit: Visit): number | null {
  const own = visit.profile.idle.warnAfterSeconds * 1000;
  if (visit.ended || visit.step === 'deciding') return null;
  if (visit.step === 'offer') return Math.max(own, visit.profile.offer.lifeSeconds * 1000);
  if (visit.step === 'referred' && visit.profile.posture === 'attended') return null;
  return isClosing(visit) ? null : own;
}

/** Screens that say goodbye go by themselves. */
export function isClosing(visit: Visit): boolean {
  if (visit.step === 'referred') return visit.profile.posture !== 'attended';
  return visit.step === 'success' || visit.step === 'refused';
}

export type Due = 'nothing' | 'warn' | 'time-out' | 'close';

/** What the clock calls for. */
export function due(visit: Visit, live: Live, now: number): Due {
  if (live.closesAt !== null) return now >= live.closesAt ? 'close' : 'nothing';
  if (live.idleEndsAt !== null) return now >= live.idleEndsAt ? 'time-out' : 'nothing';
  const after = idleAfter(visit);
  return after !== null && now - live.touchedAt >= after ? 'warn' : 'nothing';
}
