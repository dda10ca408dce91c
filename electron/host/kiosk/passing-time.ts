import type { CommandResult } from '../../contract/index.ts';
import { type Command, hasLeft } from '../visit/index.ts';
import { due } from './idle.ts';
import type { Live } from './live.ts';
import type { RunningVisit } from './visit-runner.ts';

/** Milliseconds until what the clock called for, and could not be done, is tried again. */
const tryAgainMs = 5_000;

/** What time alone does to a visit: it warns, ends it, and closes the screen that says goodbye. */
export function createPassingTime(kiosk: {
  now: () => number;
  running: () => RunningVisit | null;
  live: () => Live;
  /** Sets what is true now, and tells nobody. */
  become: (live: Live) => void;
  changed: () => void;
  outOfService: () => boolean;
  ask: (command: Command) => Promise<CommandResult>;
  /** The last screen is over. */
  leave: () => void;
}) {
  const { live, become, ask } = kiosk;
  let ticking = false;

  async function onTime({ visit }: RunningVisit, now: number) {
    if (hasLeft(visit)) {
      const { closesAt } = live();
      if (closesAt !== null && now >= closesAt) kiosk.leave();
      return;
    }
    // What cannot be written cannot end; the deadline that passed meanwhile counts when the vault is back.
    if (kiosk.outOfService()) return;
    switch (due(visit, live(), now)) {
      case 'warn':
        become({ ...live(), idleEndsAt: now + visit.profile.idle.answerSeconds * 1000 });
        return kiosk.changed();
      case 'time-out':
        if (!(await ask({ type: 'visit.time-out' })).ok) become({ ...live(), idleEndsAt: now + tryAgainMs });
        return;
      case 'close':
        if (!(await ask({ type: 'visit.close' })).ok) become({ ...live(), closesAt: now + tryAgainMs });
        return;
      case 'unconfirmed':
        await ask({ type: 'offer.unconfirmed' });
        return;
      case 'nothing':
    }
  }

  /** Called a few times a second; all that time alone can do happens here. Never throws. */
  return async function tick() {
    const running = kiosk.running();
    if (!running || ticking) return;
    ticking = true;
    try {
      await onTime(running, kiosk.now());
    } finally {
      ticking = false;
    }
  };
}
