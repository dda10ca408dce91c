import type { Device } from '../../contract/index.ts';
import type { DriverListener } from '../ports.ts';

export interface ChipPresence {
  /** The readers a chip lies on now, the newest last. */
  readers(): string[];
  /** Some reader for chips can be used, whether something lies on it or not. */
  anyReader(): boolean;
  listener: DriverListener;
  /** Calls back at every change. @returns a function that stops that */
  onChange(listener: (gone: string | null) => void): () => void;
}

const usable = ({ kind, state }: Device): boolean =>
  kind === 'chip-reader' && (state === 'ready' || state === 'busy');

/** Which readers have a chip on them, as far as the drivers told; a reader that is away has none. */
export function createChipPresence(devices: () => readonly Device[]): ChipPresence {
  const laid = new Set<string>();
  const listeners = new Set<(gone: string | null) => void>();
  const tell = (gone: string | null) => {
    for (const listener of [...listeners]) listener(gone);
  };
  const lift = (source: string) => {
    if (laid.delete(source)) tell(source);
  };
  return {
    readers: () => [...laid],
    anyReader: () => devices().some(usable),
    listener: {
      chipPresent(source) {
        // Once more is anew: what lay there may have been another one.
        laid.delete(source);
        laid.add(source);
        tell(null);
      },
      chipGone: lift,
      devicesChanged(list) {
        const there = new Set(list.filter(usable).map(({ id }) => id));
        for (const source of [...laid]) if (!there.has(source)) lift(source);
        tell(null);
      },
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
