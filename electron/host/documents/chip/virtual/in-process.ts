import { ChipError } from '../errors.ts';
import type { ResettableChip } from '../read/index.ts';
import type { FaultyChip } from './faults.ts';

/** A reader in this process with a virtual document on it. */
export interface InProcessReader extends ResettableChip {
  remove(): void;
  putBack(): void;
}

/** Lays a virtual document on a reader that is not there. */
export function inProcessReader(chip: FaultyChip, atr: Uint8Array | null = null): InProcessReader {
  let there = true;
  const gone = () => new ChipError('chip/gone', 'the document left the reader');
  return {
    atr,
    async transmit(command) {
      const answer = there ? await chip.process(command) : null;
      if (!answer || !there) {
        there = false;
        throw gone();
      }
      return answer;
    },
    async reset() {
      if (!there) throw gone();
      chip.reset();
    },
    remove() {
      there = false;
      chip.reset();
    },
    putBack() {
      there = true;
    },
  };
}
