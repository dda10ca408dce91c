import { describe, expect, it } from 'vitest';
import { createAttempt, type Frame } from './attempt.ts';
import type { Challenge } from './challenge.ts';
import type { ObservedFace } from './hints.ts';
import { wellPlaced } from './testing/well-placed.ts';

const challenge: Challenge = { id: 'c', actions: ['turn-left'], seconds: 2, colours: [] };
const jpeg = (name: string) => new TextEncoder().encode(name) as Uint8Array<ArrayBuffer>;
const nameOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** An attempt whose frames are names, and what became of the copies. */
function trial(asked: Challenge | null = null) {
  const released: string[] = [];
  const copied: string[] = [];
  const attempt = createAttempt<string>(asked, {
    encode: async (copy) => jpeg(copy),
    release: (copy) => released.push(copy),
  });
  const frame = (name: string, change: Partial<ObservedFace> | null, sharpness = 100): Frame<string> => ({
    observe() {
      if (!change) return { face: null, secondFace: null, candidate: null };
      const face = { ...wellPlaced, ...change };
      const { eyeOpening, pose } = face;
      return {
        face,
        secondFace: 0,
        candidate: { at: Number(name), sharpness, yaw: pose.yaw, pitch: pose.pitch, eyeOpening },
      };
    },
    copy() {
      copied.push(name);
      return name;
    },
    key: async () => jpeg(name),
  });
  const look = (at: number, change: Partial<ObservedFace> | null = {}, sharpness?: number) =>
    attempt.look(frame(String(at), change, sharpness), at);
  return { attempt, look, frame, released, copied };
}
const yaw = (degrees: number) => ({ pose: { yaw: degrees, pitch: 0, roll: 0 } });

describe('an attempt at a photo', () => {
  it('is over after the face was well placed for a while, and hands over the best frames, best first', async () => {
    const { attempt, look, frame, released, copied } = trial();
    const seen = [0, 100, 200, 300, 400, 500, 600, 700, 800].map((at) =>
      look(at, at === 400 ? { eyeOpening: 0.03 } : {}, at === 200 ? 300 : 100),
    );
    expect(seen.map(({ over }) => over)).toEqual([...new Array<boolean>(8).fill(false), true]);
    expect(seen[4]!.steady).toBeCloseTo(0.5);
    const { frames, sequence } = await attempt.take(frame('now', {}));
    expect(nameOf(frames[0]!)).toBe('200');
    expect(frames.map(nameOf)).not.toContain('400');
    expect(frames.length).toBeLessThanOrEqual(3);
    expect(sequence).toEqual([]);
    expect(released.toSorted()).toEqual(copied.toSorted());
  });

  it('takes the present frame by hand when none was good', async () => {
    const { attempt, look, frame } = trial();
    look(0, null);
    const { frames } = await attempt.take(frame('as it is', null));
    expect(frames.map(nameOf)).toEqual(['as it is']);
  });

  it('begins again, and forgets what it has, when the face goes away', () => {
    const { look, released, copied } = trial();
    look(0);
    look(400);
    look(500, null);
    expect(look(800, null)).toMatchObject({ hint: 'no-face', steady: 0, over: false });
    expect(released.toSorted()).toEqual(copied.toSorted());
  });

  it('goes on to the challenge, and hands over its frames in their order', async () => {
    const { attempt, look, frame } = trial(challenge);
    for (let at = 0; at < 800; at += 100) expect(look(at)).toMatchObject({ asking: null });
    expect(look(800)).toMatchObject({ asking: { phase: 'act', action: 0 }, over: false });
    look(1_000);
    look(1_200, yaw(12));
    expect(look(1_400, yaw(24))).toMatchObject({ asking: { phase: 'return' } });
    expect(look(1_600)).toMatchObject({ asking: { phase: 'return' }, over: false });
    expect(look(1_800)).toMatchObject({ asking: { phase: 'done' }, over: true });
    const { sequence } = await attempt.take(frame('now', {}));
    expect(new Set(sequence.map(({ action }) => action))).toEqual(new Set([null, 0]));
    expect(sequence.map(({ at, jpeg: bytes }) => [at, nameOf(bytes)])).toEqual(
      sequence.map(({ at }) => [at, String(at)]),
    );
    // What ended it is the last of what was asked.
    expect(sequence.at(-1)).toMatchObject({ at: 1_800, action: 0 });
  });

  it('takes nobody for at rest who is already turning', () => {
    const { look } = trial(challenge);
    for (let at = 0; at <= 800; at += 100) look(at, yaw(-13 + at / 40));
    expect(look(900, yaw(9.5)).asking).toBeNull();
    for (let at = 1_000; at < 1_600; at += 100) look(at);
    expect(look(1_900)).toMatchObject({ asking: { phase: 'act' } });
  });

  it('takes nobody for at rest who is still coming nearer', () => {
    const { look } = trial({ ...challenge, actions: ['nearer'] });
    const { interEyeDistance } = wellPlaced;
    for (let at = 0; at <= 800; at += 100)
      look(at, { interEyeDistance: interEyeDistance * (0.7 + at / 4_000) });
    expect(look(900, { interEyeDistance }).asking).toBeNull();
    for (let at = 1_000; at <= 1_600; at += 100) look(at);
    expect(look(1_700)).toMatchObject({ asking: { phase: 'act' } });
  });

  it('waits for eyes that are shut for long, and not for eyes that had only been wide', () => {
    const shut = { eyeOpening: 0.2 * wellPlaced.eyeOpening };
    const wide = { eyeOpening: 2 * wellPlaced.eyeOpening };
    const { look } = trial({ ...challenge, actions: ['blink'] });
    look(0);
    for (let at = 100; at <= 2_000; at += 100)
      expect(look(at, shut)).toMatchObject({ steady: 0, asking: null });
    for (let at = 2_100; at < 2_800; at += 100) expect(look(at).asking).toBeNull();
    expect(look(2_800)).toMatchObject({ asking: { phase: 'act' } });

    const surprised = trial({ ...challenge, actions: ['blink'] });
    surprised.look(0, wide);
    for (let at = 100; at < 3_800; at += 100) expect(surprised.look(at).asking).toBeNull();
    expect(surprised.look(3_800)).toMatchObject({ asking: { phase: 'act' } });
  });

  it('is over for somebody who does not do it, with the frames there are', async () => {
    const { attempt, look, frame } = trial(challenge);
    for (let at = 0; at <= 2_700; at += 100) expect(look(at).over).toBe(false);
    expect(look(2_800)).toMatchObject({ asking: { phase: 'done' }, over: true });
    expect((await attempt.take(frame('now', {}))).sequence.length).toBeGreaterThan(6);
  });
});
