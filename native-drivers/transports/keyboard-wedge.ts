import type { KeyBurst } from '../../electron/contract/index.ts';

/**
 * Where the keys of a reader that is a keyboard come from. No driver can read such a reader: the system keeps keyboards to
 * itself on Windows and macOS (node-hid issue 325), so a window that has the focus hears it and hands on what it typed.
 */
export interface KeySource {
  readonly simulated: boolean;
  onBurst(listener: (burst: KeyBurst) => void): () => void;
}

/** The keys that windows hand on. */
export function windowKeys(): KeySource & { typed(burst: KeyBurst): void } {
  const listeners = new Set<(burst: KeyBurst) => void>();
  return {
    simulated: false,
    onBurst(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    typed(burst) {
      for (const listener of [...listeners]) listener(burst);
    },
  };
}
