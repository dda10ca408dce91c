import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { descendantsOf, proportionalMiB } from '../../bench/lib/processes.ts';
import { chromiumPath } from '../../renderer/vision/testing/browser.ts';
import { CodedError } from '../contract/index.ts';
import { openVisionProcess, type VisionProcess } from './index.ts';
import { buildVision, modelsFolder } from './testing/build-vision.ts';
import { animationControl, blackPng, claimingRgb, lyingDown } from './testing/pictures.ts';

const root = join(import.meta.dirname, '../..');
const specimen = (path: string) => new Uint8Array(readFileSync(join(root, 'resources/specimens', path)));
const made = (name: string) =>
  new Uint8Array(readFileSync(join(root, 'renderer/vision/testing/pictures', name)));

/** Milliseconds in which any picture is answered, on a machine that has other work. */
const IN_TIME = 20_000;
/** MiB of all of Chromium's processes together; the largest picture's pixels alone take 305. */
const IN_MEMORY = 1500;

describe.skipIf(!chromiumPath)('a picture that is not as it should be', () => {
  const person = specimen('amara/webcam-02.jpg');
  let page: Awaited<ReturnType<typeof buildVision>>;
  let engine: VisionProcess;
  beforeAll(async () => {
    page = await buildVision();
    engine = await openVisionProcess({ renderer: page.renderer, models: modelsFolder });
  }, 120_000);
  afterAll(async () => {
    await engine?.close();
    page?.remove();
  });

  /** The faces found, or the code of the refusal. */
  async function look(bytes: Uint8Array) {
    const before = performance.now();
    const answer = await engine.vision.analyse(bytes).catch((error: unknown) => {
      if (error instanceof CodedError) return error.code;
      throw error;
    });
    expect(performance.now() - before).toBeLessThan(IN_TIME);
    return answer;
  }
  const used = () =>
    [engine.pid()!, ...descendantsOf(engine.pid()!).map(({ pid }) => pid)].reduce(
      (sum, pid) => sum + proportionalMiB(pid),
      0,
    );

  it.each([
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('no picture')],
    ['an animated GIF', new TextEncoder().encode('GIF89a and so on, and so on, and so on')],
    ['an animated PNG', blackPng(64, 64, animationControl())],
    ['a JPEG of nothing but its header', person.slice(0, 400)],
    ['a PNG whose rows are missing', blackPng(640, 480).slice(0, 45)],
  ])('(%s) is refused as unreadable', async (_, bytes) => {
    expect(await look(bytes)).toBe('vision/image-unreadable');
  });

  it('of a hundred million pixels is refused before it is decoded', async () => {
    expect(await look(blackPng(10_000, 10_000))).toBe('vision/image-too-large');
  });

  it('of the most pixels that are taken has its time and memory', async () => {
    const answer = await look(blackPng(8_900, 8_900));
    expect(answer).toMatchObject({ faces: [] });
    if (process.platform === 'linux') expect(used()).toBeLessThan(IN_MEMORY);
  }, 60_000);

  it('of one pixel shows nobody', async () => {
    expect(await look(blackPng(1, 1))).toMatchObject({ width: 1, height: 1, faces: [] });
    expect(await look(blackPng(1, 4000))).toMatchObject({ faces: [] });
    expect(await engine.vision.cropPortrait(blackPng(1, 1))).toEqual({
      outcome: 'refused',
      reason: 'no-face',
    });
  });

  it('that ends half way is refused, or judged by what is there', async () => {
    const answer = await look(person.slice(0, person.length / 2));
    if (typeof answer === 'string') expect(answer).toBe('vision/image-unreadable');
    else expect(answer.width).toBe(640);
  });

  it('in four inks or one grey is the same person', async () => {
    for (const name of ['cmyk.jpg', 'grey.jpg']) {
      const compared = await engine.vision.compare(made(name), [person]);
      expect(compared).toMatchObject({ outcome: 'compared' });
      if (compared.outcome === 'compared') expect(compared.distance).toBeLessThan(0.4);
    }
  });

  it('whose colours are not what it claims is answered, and no reason to stumble', async () => {
    const answer = await look(claimingRgb(person));
    expect(typeof answer === 'string' ? answer : answer.width).toBe(640);
    expect(await look(person)).toMatchObject({ faces: [{}] });
  });

  it('that lies on its side and says so is turned upright', async () => {
    const answer = await look(lyingDown(person));
    if (typeof answer === 'string') throw new Error(answer);
    expect([answer.width, answer.height]).toEqual([640, 480]);
    const upright = await engine.vision.analyse(person);
    expect(answer.faces[0]!.pose.roll).toBeCloseTo(upright.faces[0]!.pose.roll, 0);
    const compared = await engine.vision.compare(lyingDown(person), [person]);
    if (compared.outcome !== 'compared') throw new Error('not compared');
    expect(compared.distance).toBeLessThan(0.1);
  });

  it('with bytes of chance in it is refused or looked at, and the next one is as before', async () => {
    let state = 20_261_123;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % below;
    };
    const before = used();
    for (let round = 0; round < 40; round += 1) {
      const spoilt = person.slice();
      for (let k = 0; k < 1 + (round % 8); k++) spoilt[2 + random(spoilt.length - 2)] = random(256);
      const answer = await look(spoilt);
      if (typeof answer === 'string') expect(answer).toMatch(/^vision\/image-(unreadable|too-large)$/);
    }
    expect(await look(person)).toMatchObject({ faces: [{}] });
    if (process.platform === 'linux') expect(used() - before).toBeLessThan(400);
  }, 120_000);
});
