import { chipTrials } from './chip.ts';
import { type Drivers, startDrivers } from './drivers.ts';
import { hidTrials } from './hid.ts';
import { printed, type Trial } from './trial.ts';

let started: Drivers | null = null;
const drivers = (): Drivers => {
  started ??= startDrivers();
  return started;
};

/** Everything that is tried in the guest, in its order. */
export const trials: readonly Trial[] = [...hidTrials(drivers), ...chipTrials(drivers)];

/**
 * Inside the guest: one line for each trial.
 * @param about only those whose names begin so
 */
export async function runTrials(about = ''): Promise<void> {
  await drivers().up();
  for (const { name, run, skip } of trials) {
    if (skip || !name.startsWith(about)) continue;
    const from = Date.now();
    const said = await run().then(
      () => null,
      (error: unknown) => String(error),
    );
    console.log(printed({ name, ok: said === null, milliseconds: Date.now() - from, said: said ?? '' }));
  }
  await drivers().port.stop();
}
