import { setTimeout as after } from 'node:timers/promises';
import type { VirtualChip } from './virtual-chip.ts';

/** What can go wrong on the way to a chip, or in it, beyond what is in its files. */
export const CHIP_FAULTS = [
  'none',
  /** Every answer takes a third of a second. */
  'slow',
  /** Leaves the reader in the middle of the portrait, once. */
  'torn-off',
  /** Stops answering. */
  'silent',
  /** One answer's checksum is wrong. */
  'wrong-mac',
  /** Gives an earlier answer again. */
  'replayed-answer',
  /** Says of every answer that there is more. */
  'endless-answer',
  /** Forgets its session keys once. */
  'drops-session',
] as const;
export type ChipFault = (typeof CHIP_FAULTS)[number];

/** The protected command at which a fault shows: the portrait is being read by then. */
const AT = 30;
/** Milliseconds. */
const SLOW = 333;

/** A virtual chip with one fault. Answers are promises, for some come late, and some never. */
export class FaultyChip {
  readonly #chip: VirtualChip;
  readonly #fault: ChipFault;
  readonly #slow: number;
  #protectedCommands = 0;
  #shown = false;
  #previous: Uint8Array = Uint8Array.of(0x90, 0x00);

  /** @param slow milliseconds of a slow answer */
  constructor(chip: VirtualChip, fault: ChipFault, slow = SLOW) {
    this.#chip = chip;
    this.#fault = fault;
    this.#slow = slow;
  }

  reset(): void {
    this.#chip.reset();
  }

  /** The answer, or null when the chip is no longer in the field. */
  async process(command: Uint8Array): Promise<Uint8Array | null> {
    if (this.#fault === 'slow') await after(this.#slow);
    if (((command[0] ?? 0) & 0x0c) === 0x0c) this.#protectedCommands += 1;
    const due = this.#protectedCommands >= AT;
    const once = due && !this.#shown;
    if (this.#fault === 'endless-answer' && due) return Uint8Array.of(0x00, 0x61, 0x10);
    if (this.#fault === 'silent' && due) return new Promise(() => {});
    if (once && this.#fault === 'torn-off') {
      this.#shown = true;
      this.#chip.reset();
      return null;
    }
    if (once && this.#fault === 'drops-session') {
      this.#shown = true;
      this.#chip.reset();
      return Uint8Array.of(0x69, 0x88);
    }
    const answer = this.#chip.process(command);
    if (once && this.#fault === 'replayed-answer') return this.#previous;
    if (once && this.#fault === 'wrong-mac') {
      const wrong = Uint8Array.from(answer);
      wrong[wrong.length - 3] = (wrong[wrong.length - 3] ?? 0) ^ 1;
      return wrong;
    }
    this.#previous = answer;
    return answer;
  }
}
