import { setTimeout as pause } from 'node:timers/promises';
import type { superviseDrivers } from '../../host/station/index.ts';

/** Milliseconds after which nobody waits for them any more. */
const patience = 30_000;
const lookEvery = 50;

/**
 * Resolves when the driver process answers, or has not for half a minute: what somebody wants to see for some seconds is to be
 * seen for as long on a machine that takes some itself to start them.
 */
export async function driversUp({
  health,
}: Pick<ReturnType<typeof superviseDrivers>, 'health'>): Promise<void> {
  for (let waited = 0; waited < patience && health().state !== 'up'; waited += lookEvery) {
    await pause(lookEvery, undefined, { ref: false });
  }
}
