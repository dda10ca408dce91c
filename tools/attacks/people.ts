import { join } from 'node:path';
import { type LivenessAction, livenessAction } from '../../electron/contract/index.ts';
import { loadSpecimens } from '../../native-drivers/simulator/specimens.ts';

/** A specimen person's pictures: waiting, and key frames of what they do when asked, from the rest to its end. */
export interface Actor {
  readonly id: string;
  readonly rest: readonly string[];
  readonly acts: Readonly<Record<LivenessAction, readonly string[]>>;
}

const specimens = join(import.meta.dirname, '../../resources/specimens');

/** Everybody there are pictures of every action of. @throws SimulatorError `simulator/no-specimens` */
export async function actors(): Promise<Actor[]> {
  const people = await loadSpecimens(specimens);
  return people.flatMap(({ id, frames, acts }) =>
    livenessAction.options.every((action) => (acts[action]?.length ?? 0) >= 2)
      ? [{ id, rest: frames.slice(0, 2), acts: acts as Record<LivenessAction, string[]> }]
      : [],
  );
}
