import type { LivenessAction } from '../../electron/contract/index.ts';
import type { Actor } from './people.ts';
import type { Sensor } from './picture.ts';
import { type Answered, answered, live, performed } from './sequence.ts';

interface Condition {
  readonly sensor?: Omit<Sensor, 'seed'>;
  /** Milliseconds between frames. */
  readonly gap?: number;
  /** Of the JPEG. */
  readonly quality?: number;
}

/** Under what somebody may be seen who is really there. */
export const conditions = {
  plain: {},
  noise: { sensor: { noise: 22 } },
  dim: { sensor: { light: [0.4, 0.38, 0.34], noise: 6 } },
  'warm light from one side': { sensor: { light: [1.1, 0.95, 0.75], side: 0.55 } },
  'five frames a second': { gap: 200 },
  'JPEG 50': { quality: 50 },
  'small face': { sensor: { scale: 0.6 } },
} as const satisfies Record<string, Condition>;
export type ConditionName = keyof typeof conditions;

export function genuine(actor: Actor, actions: readonly LivenessAction[], name: ConditionName): Answered {
  const { sensor, gap, quality }: Condition = conditions[name];
  return answered(actions, performed(actor, actions, gap), live(sensor), quality);
}
