import { hasLeft, isUnconfirmed, isWork, stageOf, type Visit } from '../visit/index.ts';
import type { Live } from './live.ts';

/** Left alone for longer than this (milliseconds), a visit is not taken up again: its visitor has gone. */
export const abandonedAfter = 15 * 60_000;

const offerIsOver: ReadonlySet<string> = new Set([
  'issued',
  'deferred',
  'expired',
  'locked',
  'refused',
  'failed',
  'taken',
]);

/**
 * Milliseconds without a touch after which the kiosk asks "Are you still there?" (WCAG 2.2.1: at least 20 s to answer,
 * extended as often as wanted), or null where it is not the visitor who is awaited.
 */
export function idleAfter(visit: Visit): number | null {
  const own = visit.profile.idle.warnAfterSeconds * 1000;
  if (hasLeft(visit) || visit.step === 'deciding') return null;
  // A side is being scanned or examined: the wait is ours, and both are bounded.
  if (visit.step === 'document-reading' && isWork(stageOf(visit))) return null;
  if (visit.step === 'offer' && !offerIsOver.has(visit.offer?.state ?? '')) {
    return Math.max(own, visit.profile.offer.lifeSeconds * 1000);
  }
  if (visit.step === 'referred' && visit.profile.posture === 'attended') return null;
  // Staff compare and type; when they have gone too, the kiosk in the lobby has to be free again.
  if (visit.step === 'referred' && visit.reopened) return Math.max(own, abandonedAfter);
  return isClosing(visit) ? null : own;
}

/** Screens that say goodbye go by themselves. */
export function isClosing(visit: Visit): boolean {
  if (visit.step === 'referred') return visit.profile.posture !== 'attended' && !visit.reopened;
  // There the person is asked whether it arrived.
  if (visit.step === 'success') return visit.offer?.confirmation !== 'missing';
  return visit.step === 'refused';
}

/** Seconds that a wallet is given to say that it has the credential, where the profile does not say. */
const confirmSeconds = 10;

export type Due = 'nothing' | 'warn' | 'time-out' | 'close' | 'unconfirmed';

/** What the clock calls for. */
export function due(visit: Visit, live: Live, now: number): Due {
  const { offer } = visit;
  if (isUnconfirmed(visit) && offer?.confirmation === 'awaited') {
    const patience = (visit.profile.offer.confirmSeconds ?? confirmSeconds) * 1000;
    if (now - (offer.issuedAt ?? now) >= patience) return 'unconfirmed';
  }
  if (live.closesAt !== null) return now >= live.closesAt ? 'close' : 'nothing';
  if (live.idleEndsAt !== null) return now >= live.idleEndsAt ? 'time-out' : 'nothing';
  const after = idleAfter(visit);
  const idle = now - live.touchedAt;
  if (after === null || idle < after) return 'nothing';
  // The machine slept or could not write: whoever stands there now is not to be shown the one who left.
  return idle - after >= abandonedAfter ? 'time-out' : 'warn';
}
