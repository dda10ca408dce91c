import { describe, expect, it } from 'vitest';
import { type LivenessAction, livenessAction } from '../../electron/contract/index.ts';
import { type Challenge, createChallengeRun, restOf } from './challenge.ts';
import type { ObservedFace } from './hints.ts';
import { createSequenceRecorder } from './recorder.ts';
import { wellPlaced } from './testing/well-placed.ts';

const still: ObservedFace = { ...wellPlaced, pose: { yaw: 3, pitch: -6, roll: 0 } };
const ends: Record<LivenessAction, Partial<ObservedFace>> = {
  'turn-left': { pose: { yaw: 26, pitch: -6, roll: 0 } },
  'turn-right': { pose: { yaw: -20, pitch: -6, roll: 0 } },
  'look-up': { pose: { yaw: 3, pitch: -22, roll: 0 } },
  blink: { eyeOpening: 0.02 },
  smile: { mouthWidth: 0.58 },
  nearer: { interEyeDistance: 150 },
  further: { interEyeDistance: 68 },
};
const rest = restOf([still, still, still]);
const run = (actions: readonly LivenessAction[], more: Partial<Challenge> = {}) =>
  createChallengeRun({ id: 'c', actions, seconds: 6, colours: [], ...more }, rest, 0);
const at = (action: LivenessAction) => ({ ...still, ...ends[action] });

describe('a challenge', () => {
  it.each(livenessAction.options)('asks for %s until it is seen, and nothing else does', (action) => {
    const asked = run([action]);
    expect(asked.next(still, 100)).toMatchObject({ phase: 'act', action: 0 });
    const others = livenessAction.options.filter((other) => other !== action);
    for (const [k, other] of others.entries())
      expect(asked.next(at(other), 200 + k)).toMatchObject({ phase: 'act' });
    expect(asked.next(at(action), 900)).toMatchObject({ phase: 'return', action: 0 });
    expect(asked.next(at(action), 1_000)).toMatchObject({ phase: 'return' });
    expect(asked.next(still, 1_300)).toMatchObject({ phase: 'done' });
  });

  it('goes from one action to the next, each after the person looks at the camera again', () => {
    const asked = run(['blink', 'turn-left']);
    const phases = [still, at('blink'), at('blink'), still, still, at('turn-left'), still].map((face, k) =>
      asked.next(face, 500 * k),
    );
    expect(phases.map(({ phase, action }) => `${phase} ${action}`)).toEqual([
      'act 0',
      'return 0',
      'return 0',
      'act 1',
      'act 1',
      'return 1',
      'done null',
    ]);
  });

  it('ends when an action is not seen in its time, and does not wait for ever for somebody to look back', () => {
    expect(run(['smile']).next(still, 6_000)).toMatchObject({ phase: 'done' });
    const asked = run(['turn-left']);
    asked.next(at('turn-left'), 100);
    expect(asked.next(at('turn-left'), 2_500)).toMatchObject({ phase: 'return' });
    expect(asked.next(null, 2_700)).toMatchObject({ phase: 'done' });
  });

  it('lights the face in each of its colours, no faster than three in two seconds', () => {
    const asked = run(['blink'], { colours: ['#ff0000', '#00ff00', '#0000ff'] });
    asked.next(at('blink'), 100);
    const shown = Array.from({ length: 30 }, (_, k) => asked.next(still, 200 + 100 * k));
    const colours = shown.map(({ colour }) => colour).filter((colour) => colour !== null);
    expect([...new Set(colours)]).toEqual([0, 1, 2]);
    for (const colour of [0, 1, 2]) expect(colours.filter((one) => one === colour).length).toBeGreaterThan(6);
    expect(shown.at(-1)).toMatchObject({ phase: 'done' });
  });
});

describe('the recorder', () => {
  const nothing = { action: null, colour: null };

  it('keeps the last frames, evenly apart, within what the contract takes', () => {
    const released: number[] = [];
    const recorder = createSequenceRecorder<number>({ actions: 4, colours: 3 }, (frame) =>
      released.push(frame),
    );
    let frame = 0;
    for (let time = 0; time < 60_000; time += 33) {
      const action = time < 5_000 ? null : Math.min(3, Math.floor((time - 5_000) / 12_000));
      const colour = time < 53_000 ? null : Math.min(2, Math.floor((time - 53_000) / 2_000));
      recorder.offer({ action: colour === null ? action : null, colour }, time, false, () => frame++);
    }
    const kept = recorder.taken(0);
    expect(kept.length).toBeLessThanOrEqual(60);
    expect(released.length + kept.length).toBe(frame);
    for (const action of [0, 1, 2, 3])
      expect(kept.filter((one) => one.action === action).length).toBeGreaterThanOrEqual(8);
    for (const colour of [0, 1, 2]) expect(kept.filter((one) => one.colour === colour)).toHaveLength(3);
    const times = kept.map(({ at: time }) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('keeps the moment the eyes are shut, however long it waits afterwards', () => {
    const recorder = createSequenceRecorder<string>({ actions: 1, colours: 0 }, () => {});
    recorder.offer({ action: 0, colour: null }, 5, true, () => 'shut');
    for (let time = 200; time < 30_000; time += 120)
      recorder.offer({ action: 0, colour: null }, time, false, () => 'open');
    expect(recorder.taken(0)[0]).toMatchObject({ frame: 'shut', at: 5 });
  });

  it('takes no frame while the camera adapts to a colour, and releases all when it is cleared', () => {
    const released: string[] = [];
    const recorder = createSequenceRecorder<string>({ actions: 1, colours: 1 }, (frame) =>
      released.push(frame),
    );
    recorder.offer(nothing, 0, false, () => 'rest');
    recorder.offer({ action: null, colour: 0 }, 300, false, () => 'early');
    recorder.offer({ action: null, colour: 0 }, 600, false, () => 'lit');
    recorder.clear();
    expect(released).toEqual(['rest', 'lit']);
    expect(recorder.taken(0)).toEqual([]);
  });
});
