import type { ChipMemory } from './memory.ts';
import type { ChipProgress, ChipStage } from './types.ts';

/** Octets of a usual passport: a face of 16 kB, a security object of 2 kB, the rest small. */
const USUAL = 20_000;
const USUAL_PORTRAIT = 16_000;

/** Tells the caller how far reading has come. Until the portrait has been begun its length is guessed. */
export function progressOf(
  memory: ChipMemory,
  tell: ((progress: ChipProgress) => void) | undefined,
): (stage: ChipStage) => void {
  return (stage) => {
    if (!tell) return;
    const { done, begun } = memory.octets;
    // Some files are read again after an interruption; that is no step back.
    memory.mostDone = Math.max(memory.mostDone, done);
    const total = memory.get('dg2') ? begun : Math.max(USUAL, begun + USUAL_PORTRAIT);
    tell({ stage, done: memory.mostDone, total: Math.max(total, memory.mostDone) });
  };
}
