import type { Clock } from '../ports.ts';
import { freshLive, type Live } from './live.ts';

export interface Present {
  live(): Live;
  /** Sets what is true now, and tells nobody. */
  become(next: Live): void;
  /** As `become`, for some of it. */
  note(some: Partial<Live>): void;
  /** Somebody is there: nobody is asked whether they are. */
  touched(some?: Partial<Live>): void;
  /** Counts the changes of what is shown. */
  revision(): number;
  /** Tells whoever listens that there is something new to show. */
  changed(): void;
  onChange(listener: () => void): () => void;
}

/** What is true now, and whom to tell when it, or the visit, has changed. */
export function createPresent(clock: Clock): Present {
  const listeners = new Set<() => void>();
  let live = freshLive(clock.now());
  // Counts on over a restart, so that a window that stayed open does not take the new host's word for an older one.
  let revision = clock.now();
  const note = (some: Partial<Live>) => {
    live = { ...live, ...some };
  };
  return {
    live: () => live,
    become(next) {
      live = next;
    },
    note,
    touched: (some = {}) => note({ ...some, touchedAt: clock.now(), idleEndsAt: null }),
    revision: () => revision,
    changed() {
      revision += 1;
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
