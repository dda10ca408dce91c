import { describe, expect, it } from 'vitest';
import { highestFor } from './challenge.ts';
import { createHintFilter, type Hint, judgeFrame, type Observation, type ObservedFace } from './hints.ts';
import { type Candidate, collectShots, shotScore } from './shots.ts';
import { wellPlaced } from './testing/well-placed.ts';

const seen = (change: Partial<ObservedFace> = {}, secondFace = 0): Observation => ({
  face: { ...wellPlaced, ...change },
  secondFace,
});
const turned = (yaw: number, pitch = 0, roll = 0) => seen({ pose: { yaw, pitch, roll } });

describe('judgeFrame', () => {
  it.each<[Hint, Observation]>([
    ['ready', seen()],
    ['no-face', { face: null, secondFace: null }],
    ['several-faces', seen({}, 0.7)],
    ['ready', seen({}, 0.3)],
    ['nearer', seen({ height: 0.2 })],
    ['nearer', seen({ interEyeDistance: 40 })],
    ['further', seen({ height: 0.8 })],
    ['centre', seen({ centre: { x: 0.2, y: 0.5 } })],
    ['centre', seen({ centre: { x: 0.5, y: 0.75 } })],
    ['look-straight', turned(20)],
    ['look-straight', turned(0, -20)],
    ['look-straight', turned(0, 0, 20)],
    ['too-dark', seen({ luminance: 0.01 })],
    ['ready', seen({ luminance: 0.06 })],
    ['too-bright', seen({ luminance: 0.9 })],
    ['backlit', seen({ burntBehind: 0.5, luminance: 0.04 })],
    ['ready', seen({ burntBehind: 0.5, luminance: 0.2 })],
    ['ready', seen({ burntBehind: 0.5, luminance: 0.06 })],
    ['ready', seen({ burntBehind: 0.1, luminance: 0.04 })],
    ['mouth-covered', seen({ lipsBySkin: 0.1 })],
    ['ready', seen({ lipsBySkin: null })],
    ['eyes-mirrored', seen({ burntEyes: 0.1 })],
    ['ready', seen({ burntEyes: 0.01 })],
    ['eyes-open', seen({ eyesOpen: 0.01 })],
    ['hold-still', seen({ speed: 2 })],
  ])('says %s', (hint, observation) => {
    expect(judgeFrame(observation, null)).toBe(hint);
  });

  it('keeps room for somebody who is to come nearer', () => {
    const close = seen({ height: 0.62 });
    expect(judgeFrame(close, null)).toBe('ready');
    const challenge = { id: 'c', seconds: 6, colours: [] };
    expect(judgeFrame(close, null, highestFor({ ...challenge, actions: ['blink', 'nearer'] }))).toBe(
      'further',
    );
    expect(judgeFrame(close, null, highestFor({ ...challenge, actions: ['turn-left'] }))).toBe('ready');
  });

  it('names the gravest first', () => {
    expect(judgeFrame(seen({ height: 0.1, speed: 5, luminance: 0 }), null)).toBe('nearer');
  });

  it('is more patient with a face that was fine', () => {
    for (const edge of [
      turned(15),
      seen({ speed: 0.55 }),
      seen({ height: 0.24 }),
      seen({ centre: { x: 0.69, y: 0.5 } }),
    ]) {
      expect(judgeFrame(edge, 'hold-still')).not.toBe('ready');
      expect(judgeFrame(edge, 'ready')).toBe('ready');
    }
  });
});

describe('createHintFilter', () => {
  it('shows the first at once, and another only when it stays', () => {
    const filter = createHintFilter();
    expect(filter.next('no-face', 0)).toBe('no-face');
    expect(filter.next('nearer', 66)).toBe('no-face');
    expect(filter.next('centre', 132)).toBe('no-face');
    expect(filter.next('nearer', 198)).toBe('no-face');
    expect(filter.next('nearer', 400)).toBe('no-face');
    expect(filter.next('nearer', 690)).toBe('no-face');
    expect(filter.next('nearer', 720)).toBe('nearer');
    expect(filter.next('no-face', 800)).toBe('nearer');
    expect(filter.next('no-face', 1_300)).toBe('nearer');
    expect(filter.next('no-face', 1_430)).toBe('no-face');
    expect(filter.shown).toBe('no-face');
  });

  it('takes back what it said of a face that was fine as soon as another hint has held', () => {
    const filter = createHintFilter();
    filter.next('ready', 0);
    expect(filter.next('hold-still', 100)).toBe('ready');
    expect(filter.next('hold-still', 360)).toBe('hold-still');
  });

  it('changes no oftener than twice in three seconds for a face that wavers at the edges of two hints', () => {
    const filter = createHintFilter();
    let changes = 0;
    let shown: Hint | null = null;
    for (let at = 0; at < 30_000; at += 66) {
      const next = filter.next(Math.floor(at / 300) % 2 ? 'nearer' : 'centre', at);
      if (next !== shown) changes += 1;
      shown = next;
    }
    expect(changes).toBeLessThanOrEqual(20);
  });
});

describe('shots', () => {
  const shot = (at: number, sharpness: number, change: Partial<Candidate> = {}): Candidate => ({
    at,
    sharpness,
    yaw: 0,
    pitch: 0,
    eyeOpening: 0.2,
    ...change,
  });

  it('prefers sharp, straight faces with open eyes', () => {
    const good = shotScore(shot(0, 100));
    expect(shotScore(shot(0, 20))).toBeLessThan(good);
    expect(shotScore(shot(0, 100, { yaw: 14 }))).toBeLessThan(good);
    expect(shotScore(shot(0, 100, { eyeOpening: 0.03 }))).toBeLessThan(good / 2);
  });

  it('keeps the best with time between them, and releases the others', () => {
    const released: number[] = [];
    const shots = collectShots<number>(3, (frame) => released.push(frame));
    const sharpness = [10, 50, 80, 20, 90, 15, 30, 70, 12, 60];
    for (const [k, value] of sharpness.entries()) shots.offer(shot(k * 100, value), () => k);
    const best = shots.best();
    expect(best).toHaveLength(3);
    expect(best[0]).toBe(4);
    const times = best.map((k) => k * 100).sort((a, b) => a - b);
    for (const [k, time] of times.slice(1).entries()) expect(time - times[k]!).toBeGreaterThanOrEqual(150);
    shots.clear();
    expect(shots.best()).toEqual([]);
    expect(new Set([...released]).size).toBe(released.length);
    expect(released).toEqual(expect.arrayContaining(best));
  });

  it('does not copy a frame it will not keep', () => {
    const shots = collectShots<number>(1, () => {});
    let copies = 0;
    const take = () => ++copies;
    shots.offer(shot(0, 90), take);
    shots.offer(shot(1000, 10), take);
    shots.offer(shot(50, 20), take);
    expect(copies).toBe(1);
  });
});
