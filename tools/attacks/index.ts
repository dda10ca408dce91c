import type { LivenessAction } from '../../electron/contract/index.ts';
import * as injections from './injections.ts';
import type { Actor } from './people.ts';
import { printed } from './prints.ts';
import { screened, screens } from './screens.ts';
import type { Answered } from './sequence.ts';

export { type ConditionName, conditions, genuine } from './genuine.ts';
export { type Judged, judged } from './measure.ts';
export { type Actor, actors } from './people.ts';
export { type Answered, answered, performed } from './sequence.ts';

export type AttackKind = 'print' | 'screen' | 'recording' | 'injection' | 'person';

/** A way to deceive the kiosk, by its name, with what it is tried on. */
export interface Attack {
  readonly kind: AttackKind;
  readonly name: string;
  readonly actions: readonly LivenessAction[];
  /** Whether it is one that the kiosk is known to fall for; docs/face.md says so too. */
  readonly known: boolean;
  /** @param other somebody else than the victim */
  make(victim: Actor, other: Actor): Answered;
}

const solid = ['turn-left', 'turn-right', 'look-up', 'nearer'] as const satisfies LivenessAction[];
const others: Readonly<Record<(typeof solid)[number], LivenessAction>> = {
  'turn-left': 'turn-right',
  'turn-right': 'turn-left',
  'look-up': 'nearer',
  nearer: 'look-up',
};

type Make = (action: LivenessAction, victim: Actor, other: Actor) => Answered;
const each = (
  kind: AttackKind,
  name: string,
  actions: readonly LivenessAction[],
  make: Make,
  known: readonly LivenessAction[] = [],
): Attack[] =>
  actions.map((action) => ({
    kind,
    name,
    actions: [action],
    known: known.includes(action),
    make: (victim, other) => make(action, victim, other),
  }));

/** Every attack on every action it is worth trying on. */
export const attacks: readonly Attack[] = [
  ...each('print', 'flat print', [...solid, 'blink', 'smile'], (action, victim) =>
    printed(victim, [action], {}),
  ),
  ...each('print', 'flat print that fills the picture', solid, (action, victim) =>
    printed(victim, [action], { whole: true }),
  ),
  ...each(
    'print',
    'print bent around 12 cm',
    solid,
    (action, victim) => printed(victim, [action], { radius: 12 }),
    ['turn-left', 'turn-right', 'look-up'],
  ),
  ...each('print', 'coarse halftone, bent', ['turn-left'], (action, victim) =>
    printed(victim, [action], { raster: 2.6, radius: 12, whole: true }),
  ),
  ...each(
    'print',
    'eyes cut out, filling the picture',
    ['blink', 'turn-left'],
    (action, victim, other) => printed(victim, [action], { eyesOf: other, whole: true }),
    ['blink'],
  ),
  ...Object.entries(screens).flatMap(([name, screen]) =>
    each(
      'screen',
      `the right film on ${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`,
      ['turn-left'],
      (action, victim) => screened(victim, [action], screen),
    ),
  ),
  ...each(
    'screen',
    'the right film on a screen too fine to be seen, filling the picture',
    ['turn-left'],
    (action, victim) => screened(victim, [action], { across: 400, down: 300, rim: 0 }),
    ['turn-left'],
  ),
  ...each('recording', 'recorded for another action', solid, (action, victim) =>
    injections.recorded(victim, [action], [others[action as keyof typeof others]]),
  ),
  {
    kind: 'recording',
    name: 'recorded for both actions in the other order',
    actions: ['turn-left', 'blink'],
    known: false,
    make: (victim) => injections.recorded(victim, ['turn-left', 'blink'], ['blink', 'turn-left']),
  },
  ...each('recording', 'sent with the challenge of another attempt', ['turn-left'], (action, victim) =>
    injections.stale(victim, [action]),
  ),
  ...each('recording', 'two stills cut together', ['turn-left', 'turn-right', 'look-up'], (action, victim) =>
    injections.stills(victim, action),
  ),
  ...each('recording', 'one still made larger', ['nearer'], (action, victim) =>
    injections.zoomed(victim, action),
  ),
  ...each('injection', 'a loop of three pictures', ['turn-left'], (action, victim) =>
    injections.frozen(victim, action),
  ),
  ...each('injection', 'sent sooner than it lasts', ['turn-left'], (action, victim) =>
    injections.hurried(victim, action),
  ),
  ...each('injection', 'all within a tenth of a second', ['blink'], (action, victim) =>
    injections.crammed(victim, action),
  ),
  ...each('injection', 'frames out of order', ['smile'], (action, victim) =>
    injections.shuffled(victim, action),
  ),
  ...each(
    'injection',
    'the right film in place of the camera',
    ['turn-left'],
    (action, victim) => injections.injected(victim, [action]),
    ['turn-left'],
  ),
  ...each('person', 'somebody else does it', ['turn-left', 'blink'], (action, victim, other) =>
    injections.swapped(victim, other, action),
  ),
  ...each('person', 'somebody else stands beside', ['blink'], (action, victim, other) =>
    injections.accompanied(victim, other, action),
  ),
];
