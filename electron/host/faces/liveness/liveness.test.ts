import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LivenessAction, livenessAction } from '../../../contract/index.ts';
import { chooseActions, framesToIdentify, judgeLiveness, type Sequence } from './index.ts';
import { type Held, noiseOf, performance } from './testing/head.ts';

const every = livenessAction.options;

function judged(
  actions: readonly LivenessAction[],
  {
    asked = actions,
    seed,
    change,
    ...more
  }: Partial<Sequence> & {
    asked?: readonly LivenessAction[];
    seed?: number;
    change?: (held: Held) => Held;
  } = {},
) {
  const made = performance(actions, { ...(seed !== undefined && { seed }), ...(change && { change }) });
  return judgeLiveness({
    challenge: { id: 'c1', actions: asked, seconds: 6, colours: [] },
    ...made,
    tookMs: 6_000,
    samePerson: 0.6,
    simulated: false,
    ...more,
  });
}

describe('a challenge', () => {
  it('has different actions, one that no flat picture can answer, and every order comes up', () => {
    const random = noiseOf(5);
    const seen = new Set<string>();
    for (let k = 0; k < 3_000; k += 1) {
      const actions = chooseActions(2, () => (random() + 1) / 2.000001);
      expect(new Set(actions).size).toBe(2);
      expect(actions.some((one) => ['turn-left', 'turn-right', 'look-up', 'nearer'].includes(one))).toBe(
        true,
      );
      expect([...actions].sort()).not.toEqual(['further', 'nearer']);
      seen.add(actions.join(' '));
    }
    expect(seen.size).toBe(26);
  });

  it('is as long as it was asked to be, up to four', () => {
    for (const count of [1, 2, 3, 4, 9])
      expect(chooseActions(count, Math.random)).toHaveLength(Math.min(4, count));
  });
});

describe('a person who does what is asked', () => {
  it.each(every)('by %s is taken for one', (action) => {
    for (let seed = 1; seed <= 40; seed += 1) {
      expect(judged([action], { seed })).toMatchObject({ outcome: 'passed', reason: 'challenge-answered' });
    }
  });

  it('in any two actions is taken for one', () => {
    fc.assert(
      fc.property(fc.subarray([...every], { minLength: 2, maxLength: 2 }), fc.nat(), (actions, seed) => {
        expect(judged(actions, { seed }).outcome).toBe('passed');
      }),
    );
  });
});

describe('eyes that are shut', () => {
  it('may open in the moment that the next action begins with', () => {
    const { answer, measured } = performance(['blink', 'turn-left']);
    // The window goes on as soon as it sees them open, so that nothing of the first action is left.
    const shut = answer.frames.findLastIndex(
      ({ action }, k) => action === 0 && measured[k]!.face!.eyeOpening.left < 0.1,
    );
    const cut = (k: number) => answer.frames[k]!.action === 0 && k > shut;
    const kept = { ...answer, frames: answer.frames.filter((_, k) => !cut(k)) };
    const seen = measured.filter((_, k) => !cut(k));
    expect(judged(['blink', 'turn-left'], { answer: kept, measured: seen })).toMatchObject({
      outcome: 'passed',
    });
  });
});

describe('a picture of a person', () => {
  it.each(['turn-left', 'turn-right', 'look-up', 'nearer'] as const)(
    'that is moved by %s is found out',
    (action) => {
      for (let seed = 1; seed <= 40; seed += 1) {
        const { outcome } = judged([action], { seed, change: (held) => ({ ...held, flat: true }) });
        expect(outcome).toBe('failed');
      }
    },
  );

  it('that is turned as far as a pose matrix follows is flat', () => {
    const change = ({ yaw = 0 }: Held): Held => ({ yaw, flat: true, seen: 0.7 });
    expect(judged(['turn-left'], { change })).toMatchObject({ outcome: 'failed', reason: 'flat' });
  });

  it('that is a screen with its lattice is found out', () => {
    const made = performance(['blink']);
    const measured = made.measured.map((frame) => ({ ...frame, face: { ...frame.face!, moire: 0.6 } }));
    expect(judged(['blink'], { measured })).toMatchObject({ outcome: 'failed', reason: 'screen-or-print' });
  });
});

describe('a sheet or a screen', () => {
  it('whose rim is seen around a person at rest is found out; a rim that comes with the movement says nothing', () => {
    const { answer, measured } = performance(['turn-left']);
    const rimmed = (at: 'rest' | 'act') =>
      measured.map((frame, k) => {
        const border = (answer.frames[k]!.action === null) === (at === 'rest') ? 0.5 : 0.2;
        return { ...frame, face: { ...frame.face!, border } };
      });
    expect(judged(['turn-left'], { measured: rimmed('rest') })).toMatchObject({ reason: 'screen-or-print' });
    expect(judged(['turn-left'], { measured: rimmed('act') }).outcome).toBe('passed');
  });

  it.each(['smile', 'blink'] as const)('that is tilted until it seems to %s does not', (action) => {
    const { measured } = performance([action]);
    const tilted = (least: number) =>
      measured.map((frame) => {
        const face = frame.face!;
        const acting = face.mouthWidth > 0.62 || face.eyeOpening.left < 0.2;
        const rigid = face.rigid.map(({ x, y }) => ({ x, y: acting ? y * least : y }));
        return { ...frame, face: { ...face, rigid } };
      });
    expect(judged([action], { measured: tilted(0.98) }).outcome).toBe('passed');
    expect(judged([action], { measured: tilted(0.8) })).toMatchObject({ reason: 'action-not-seen' });
  });
});

describe('an answer', () => {
  it('to another challenge is none', () => {
    const { answer } = performance(['blink']);
    const other = { ...answer, challenge: 'c0' };
    expect(judged(['blink'], { answer: other })).toMatchObject({ reason: 'other-challenge' });
  });

  it('that was recorded for other actions fails', () => {
    expect(judged(['turn-left', 'blink'], { asked: ['turn-right', 'blink'] })).toMatchObject({
      outcome: 'failed',
      reason: 'action-not-seen',
    });
  });

  it('that jumps from one picture to another fails', () => {
    const change = ({ yaw = 0 }: Held): Held => ({ yaw: yaw > 14 ? 28 : 0 });
    expect(judged(['turn-left'], { change })).toMatchObject({ reason: 'action-too-sudden' });
  });

  it.each([
    ['longer than it took', { tookMs: 200 }],
    [
      'longer than it may',
      { challenge: { id: 'c1', actions: ['blink' as const], seconds: 0.2, colours: [] } },
    ],
  ])('that is %s is not plausible', (_, more) => {
    expect(judged(['blink'], more)).toMatchObject({ outcome: 'failed', reason: 'time-not-plausible' });
  });

  it('whose frames are not in order is not plausible', () => {
    const { answer } = performance(['blink']);
    const frames = answer.frames.map((frame, k) => ({ ...frame, at: k === 6 ? 100 : frame.at }));
    expect(judged(['blink'], { answer: { ...answer, frames } })).toMatchObject({
      reason: 'time-not-plausible',
    });
  });

  it('with too few frames, or none of an action, says too little', () => {
    const { answer, measured } = performance(['blink']);
    const few = { ...answer, frames: answer.frames.slice(0, 6) };
    expect(judged(['blink'], { answer: few, measured: measured.slice(0, 6) })).toMatchObject({
      reason: 'too-few-frames',
    });
    const idle = { ...answer, frames: answer.frames.map((frame) => ({ ...frame, action: null })) };
    expect(judged(['blink'], { answer: idle })).toMatchObject({ reason: 'too-few-frames' });
  });

  it('that ends before all was asked for is of somebody who did not do what was asked until then', () => {
    const { answer, measured } = performance(['turn-left', 'blink']);
    const kept = answer.frames.flatMap(({ action }, k) => (action === 1 ? [] : [k]));
    const cut = {
      answer: { ...answer, frames: kept.map((k) => answer.frames[k]!) },
      measured: kept.map((k) => measured[k]!),
    };
    // The window that stops after a turn that the host saw has left out a blink, which is to make no difference.
    expect(judged(['turn-left', 'blink'], cut)).toMatchObject({
      outcome: 'failed',
      reason: 'action-not-seen',
      facts: { action: 'blink' },
    });
    const idle = cut.measured.map(() => measured[0]!);
    expect(judged(['turn-left', 'blink'], { ...cut, measured: idle })).toMatchObject({
      outcome: 'failed',
      reason: 'action-not-seen',
      facts: { action: 'turn-left' },
    });
    const skipped = answer.frames.flatMap(({ action }, k) => (action === 0 ? [] : [k]));
    expect(
      judged(['turn-left', 'blink'], {
        answer: { ...answer, frames: skipped.map((k) => answer.frames[k]!) },
        measured: skipped.map((k) => measured[k]!),
      }),
    ).toMatchObject({ outcome: 'failed', reason: 'too-few-frames' });
  });

  it('whose pictures repeat to the byte comes from no camera, unless the station’s is a film', () => {
    const { answer } = performance(['blink']);
    const frames = answer.frames.map((frame, k) => ({ ...frame, jpeg: Uint8Array.of(k >> 2) }));
    const repeated = { ...answer, frames };
    expect(judged(['blink'], { answer: repeated })).toMatchObject({ reason: 'frames-repeated' });
    expect(judged(['blink'], { answer: repeated, simulated: true }).outcome).toBe('passed');
  });

  it('whose frames come like clockwork, or whose face does not move at all, comes from no camera', () => {
    const { answer, measured } = performance(['blink', 'turn-left']);
    const clockwork = { ...answer, cadence: answer.frames.map(() => 100 / 3) };
    expect(judged(['blink', 'turn-left'], { answer: clockwork })).toMatchObject({
      reason: 'time-not-plausible',
    });
    const { rigid } = measured[0]!.face!;
    const still = measured.map((frame, k) =>
      answer.frames[k]!.action === null ? { ...frame, face: { ...frame.face!, rigid } } : frame,
    );
    expect(judged(['blink', 'turn-left'], { measured: still })).toMatchObject({ reason: 'no-motion' });
    for (const film of [{ answer: clockwork }, { measured: still }])
      expect(judged(['blink', 'turn-left'], { ...film, simulated: true }).outcome).toBe('passed');
  });

  it('with a second person, without a face, or with a face that jumps fails', () => {
    const { measured } = performance(['blink']);
    const at = (k: number, change: (frame: (typeof measured)[0]) => (typeof measured)[0]) =>
      measured.map((frame, i) => (i === k ? change(frame) : frame));
    const two = at(8, (frame) => ({ ...frame, faces: 2, secondFace: 0.7 }));
    expect(judged(['blink'], { measured: two })).toMatchObject({ reason: 'several-faces' });
    const none = measured.map((frame, k) => (k % 3 ? frame : { faces: 0, secondFace: 0, face: null }));
    expect(judged(['blink'], { measured: none })).toMatchObject({ reason: 'face-lost' });
    const elsewhere = at(8, (frame) => ({
      ...frame,
      face: { ...frame.face!, box: { ...frame.face!.box, x: frame.face!.box.x + 400 } },
    }));
    expect(judged(['blink'], { measured: elsewhere })).toMatchObject({ reason: 'face-jumped' });
  });

  it('by somebody else than the photo fails, and so does one in which nobody was looked at', () => {
    const { measured } = performance(['blink']);
    const stranger = measured.map((frame, k) => ({
      ...frame,
      face: { ...frame.face!, identity: k === 10 ? 0.9 : 0.2 },
    }));
    expect(judged(['blink'], { measured: stranger })).toMatchObject({ reason: 'other-person' });
    const nobody = measured.map((frame) => ({ ...frame, face: { ...frame.face!, identity: null } }));
    expect(judged(['blink'], { measured: nobody })).toMatchObject({ reason: 'face-lost' });
  });

  it('never throws, whatever was measured', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...every),
        fc.nat(),
        fc.double({ min: -1e6, max: 1e6 }),
        (action, seed, wild) => {
          const { measured } = performance([action], { seed });
          const strange = measured.map((frame, k) => {
            const rigid = frame.face!.rigid.map((point) => ({ ...point, x: k % 3 ? point.x : wild }));
            return { ...frame, face: { ...frame.face!, rigid, interEyeDistance: k % 5 ? 50 : 0 } };
          });
          expect(['passed', 'failed']).toContain(judged([action], { measured: strange }).outcome);
        },
      ),
    );
  });
});

describe('the colours of the screen', () => {
  const colours = ['#ff2020', '#20ff20', '#2040ff'];
  const lit = (lean: number) => {
    const { answer, measured } = performance(['blink']);
    const frames = answer.frames.map((frame, k) => ({ ...frame, colour: k % 4 === 3 ? null : k % 4 }));
    const shown = measured.map((frame, k) => {
      const [red, green, blue] = [0, 1, 2].map((channel) => 0.2 * (1 + (k % 4 === channel ? lean : 0)));
      return { ...frame, face: { ...frame.face!, skin: { red: red!, green: green!, blue: blue! } } };
    });
    return judged(['blink'], {
      answer: { ...answer, frames },
      measured: shown,
      challenge: { id: 'c1', actions: ['blink'], seconds: 6, colours },
    });
  };

  it('are seen on a face they light, and missed on one they do not', () => {
    expect(lit(0.08).facts).toMatchObject({ light: 'answered' });
    expect(lit(0).facts).toMatchObject({ light: 'not-seen' });
    expect(lit(-0.08).facts).toMatchObject({ light: 'not-seen' });
    expect(lit(0).outcome).toBe('passed');
  });
});

describe('the frames whose identity is measured', () => {
  it('are few, and of every action', () => {
    const { answer } = performance(['blink', 'turn-left', 'smile']);
    const wanted = framesToIdentify(answer);
    expect(wanted.length).toBeLessThanOrEqual(8);
    expect(new Set(wanted.map((k) => answer.frames[k]!.action))).toEqual(new Set([null, 0, 1, 2]));
    const drawn = framesToIdentify(answer, (below) => below - 3);
    expect(drawn).toContain(answer.frames.length - 3);
    expect(wanted).not.toContain(answer.frames.length - 3);
  });
});
