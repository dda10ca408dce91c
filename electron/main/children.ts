import { app } from 'electron';
import { log } from './log.ts';
import { Backoff } from './processes/backoff.ts';

/**
 * Chromium starts its own helpers again by itself. Helpers that keep ending (the graphics process above all, which
 * leaves the screen white) need more than a new process: the machine.
 */
export function watchChildren(onGivenUp: (type: string) => void): void {
  const backoff = new Backoff();
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    log('child/gone', { type, reason, exitCode, name: name ?? null });
    // Utility processes of ours are watched by their own supervisor; a helper that ends in order is no failure.
    if (type !== 'GPU' || reason === 'clean-exit') return;
    if (backoff.failed() === undefined) onGivenUp(type);
  });
}
