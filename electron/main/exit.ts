import { app } from 'electron';
import { type ExitReason, exitCodes } from '../contract/shell.ts';
import { log } from './log.ts';

/**
 * Ends the app with a code that Shell Launcher or systemd acts on. Never `app.relaunch()`: both watch the process they
 * started, and one that starts another and leaves is out of their hands.
 */
export function leave(reason: ExitReason, code: string): void {
  log('app/exit', { reason, exitCode: exitCodes[reason], because: code });
  app.exit(exitCodes[reason]);
}

/** Electron answers an unforeseen error in main with a dialog unless somebody else does. */
export function leaveOnUnforeseenErrors(): void {
  const onError = (error: unknown) => {
    const name = error instanceof Error ? error.name : 'unknown';
    leave('restart', `shell/unexpected:${name}`);
  };
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
}
