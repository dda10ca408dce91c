import { describe, expect, it } from 'vitest';
import type { LivenessAction, SequenceFrame } from '../../electron/contract/index.ts';
import { chooseActions, judgeLiveness } from '../../electron/host/faces/index.ts';
import { acted, frameOf, type Held, noiseOf } from '../../electron/host/faces/liveness/testing/head.ts';
import { createAttempt } from './attempt.ts';
import type { Asking } from './challenge.ts';
import type { ObservedFace } from './hints.ts';
import { wellPlaced } from './testing/well-placed.ts';

/** Milliseconds: of a movement there or back, of its end that is held, and of eyes that are shut. */
const [MOVING, HELD, SHUT] = [600, 300, 180];

/** Somebody who does what is asked after a while, and does it again when nothing comes of it. */
function person(actions: readonly LivenessAction[], reaction: number) {
  let asked: { action: number; at: number } | null = null;
  return {
    sees(asking: Asking | null, at: number) {
      if (asking?.phase === 'act' && asking.action !== null && asking.action !== asked?.action)
        asked = { action: asking.action, at };
    },
    holds(at: number): Held {
      const action = asked && actions[asked.action];
      if (!asked || !action) return {};
      const length = action === 'blink' ? SHUT : 2 * MOVING + HELD;
      const into = (at - asked.at - reaction) % (length + 1_500);
      if (at - asked.at < reaction || into >= length) return {};
      if (action === 'blink') return acted(action, 1);
      return acted(action, Math.min(1, into / MOVING, (length - into) / MOVING));
    },
  };
}

/** What the guide sees in what the vision page would measure. */
function observedIn({ face }: SequenceFrame): ObservedFace {
  const { pose, interEyeDistance, eyeOpening, mouthWidth } = face!;
  const narrower = Math.min(eyeOpening.right, eyeOpening.left);
  return { ...wellPlaced, interEyeDistance, pose, eyeOpening: narrower, mouthWidth };
}

interface Walk {
  actions: readonly LivenessAction[];
  /** Milliseconds between two looks of the guide. */
  gap: number;
  reaction: number;
  seed: number;
  colours?: readonly string[];
  /** How the person is held before the challenge begins. */
  before?: (at: number) => Held;
}

/** Leads somebody through a challenge as the window does, and judges what it hands over as the host does. */
async function judgedAfter({ actions, gap, reaction, seed, colours = [], before = () => ({}) }: Walk) {
  const challenge = { id: 'c1', actions, seconds: 10, colours };
  const frames: SequenceFrame[] = [];
  const attempt = createAttempt<number>(challenge, {
    encode: async (copy) => Uint8Array.of(copy >> 8, copy & 255),
    release: () => {},
  });
  const noise = noiseOf(seed);
  const who = person(actions, reaction);
  let begun = false;
  for (let at = 0; at < 40_000; at += gap + 4 * noise()) {
    const number = frames.push(frameOf(begun ? who.holds(at) : before(at), noise)) - 1;
    const face = observedIn(frames[number]!);
    const { eyeOpening } = face;
    const frame = {
      observe: () => ({
        face,
        secondFace: 0,
        candidate: { at, sharpness: 100, yaw: face.pose.yaw, pitch: face.pose.pitch, eyeOpening },
      }),
      copy: () => number,
      key: async () => Uint8Array.of(number >> 8, number & 255),
    };
    const { asking, over } = attempt.look(frame, at);
    begun ||= asking !== null;
    who.sees(asking, at);
    if (!over) continue;
    const { sequence } = await attempt.take(frame);
    const { facts, outcome, reason } = judgeLiveness({
      challenge,
      answer: { challenge: 'c1', frames: sequence, cadence: [] },
      measured: sequence.map(({ jpeg }) => frames[(jpeg[0]! << 8) | jpeg[1]!]!),
      tookMs: at,
      samePerson: 0.6,
      simulated: false,
    });
    return { outcome, reason, closed: facts['blink closed'] };
  }
  return { outcome: 'never over' };
}

const passed = { outcome: 'passed', reason: 'challenge-answered' };
/** Every two that the host asks for, in either order. */
const asked = [
  ...new Map(
    Array.from({ length: 800 }, (_, k) => {
      const random = noiseOf(k * 7919 + 1);
      random();
      const actions = chooseActions(2, () => (random() + 1) / 2.000001);
      return [actions.join(' '), actions] as const;
    }),
  ).values(),
];

describe('whoever the window is content with', () => {
  it.each(asked.map((actions) => ({ actions, name: actions.join(', ') })))(
    'is not refused by the host: $name',
    async ({ actions }) => {
      for (const gap of [33, 90, 130])
        for (const reaction of [150, 500, 900, 1_600])
          for (let seed = 1; seed <= 4; seed += 1) {
            const walk = { actions, gap, reaction, seed };
            expect({ ...walk, ...(await judgedAfter(walk)) }).toMatchObject(passed);
          }
    },
  );

  it('is not refused where the screen lights the face', async () => {
    const colours = ['#ff2020', '#2020ff'];
    for (const actions of [
      ['turn-left', 'blink'],
      ['blink', 'look-up'],
    ] as const) {
      const walk = { actions, gap: 90, reaction: 900, seed: 3, colours };
      expect({ ...walk, ...(await judgedAfter(walk)) }).toMatchObject(passed);
    }
  });

  it.each([
    { name: 'before it is asked for', shut: [200, 750] },
    { name: 'until just before it is asked for', shut: [0, 790] },
    { name: 'when it is about to be asked for', shut: [500, 1_100] },
    { name: 'for so long that the face would have been at rest', shut: [400, 2_000] },
  ])('is not refused for eyes that were shut $name', async ({ shut: [from, to] }) => {
    const before = (at: number): Held => ({ closed: at >= from! && at < to! });
    for (const gap of [33, 90, 130])
      for (const actions of [
        ['turn-left', 'blink'],
        ['blink', 'turn-left'],
      ] as const) {
        const walk = { actions, gap, reaction: 500, seed: 2, before };
        expect({ ...walk, ...(await judgedAfter(walk)) }).toMatchObject(passed);
      }
  });
});
