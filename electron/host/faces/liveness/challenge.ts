import type { LivenessAction } from '../../../contract/index.ts';

/** Actions that a flat picture cannot answer, whatever is done with it. */
const solid: readonly LivenessAction[] = ['turn-left', 'turn-right', 'look-up', 'nearer'];
/** A smile is judged where a film shows one and never asked for: of four drawn people only one's mouth grew wider by a twelfth. */
const all: readonly LivenessAction[] = [...solid, 'blink', 'further'];
/** One would undo the other. */
const opposites: readonly (readonly LivenessAction[])[] = [['nearer', 'further']];

export interface LivenessChallenge {
  readonly id: string;
  readonly actions: readonly LivenessAction[];
  /** Seconds for each action. */
  readonly seconds: number;
  /** sRGB colours, `#rrggbb`. */
  readonly colours: readonly string[];
}

/**
 * Chooses what to ask for: `count` different actions in an order nobody can know, one of them such that a flat picture
 * fails. A recording fits the challenge it answered and hardly another: of two actions there are 26 orders.
 *
 * @param random gives numbers in [0, 1), from a source that cannot be foreseen
 */
export function chooseActions(count: number, random: () => number): LivenessAction[] {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!;
  const chosen: LivenessAction[] = [pick(solid)];
  while (chosen.length < Math.min(count, 4)) {
    const free = all.filter(
      (action) =>
        !chosen.includes(action) &&
        !opposites.some((pair) => pair.includes(action) && pair.some((other) => chosen.includes(other))),
    );
    chosen.splice(Math.floor(random() * (chosen.length + 1)), 0, pick(free));
  }
  return chosen;
}
