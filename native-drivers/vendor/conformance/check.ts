import type { Rehearsal } from '../messages.ts';
import type { Probe } from './probe.ts';

/** A check that says in a sentence what it has seen, or why it could not look. */
export interface Check {
  name: string;
  /** What an adapter has to be able to act out for this. */
  needs?: readonly Rehearsal[];
  run(probe: Probe, device: string): Promise<string>;
}
