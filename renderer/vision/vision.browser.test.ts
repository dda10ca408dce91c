import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison, ImageAnalysis, PortraitCrop } from '../../electron/contract/index.ts';
import { chromiumPath, openPage, type PageInBrowser } from './testing/browser.ts';
import { astronaut, specimenPassports } from './testing/faces.ts';
import type { VisionUnderTest } from './testing/under-test.ts';

declare const underTest: VisionUnderTest;
type Timed<T> =
  | { answer: T; ms: number; code?: undefined }
  | { code: string; answer?: undefined; ms?: undefined };

const EMBEDDER = '/models/face_embedder.tflite';

describe.skipIf(!chromiumPath || !astronaut)('the vision engine in Chromium', () => {
  let browser: PageInBrowser;

  beforeAll(async () => {
    browser = await openPage(fileURLToPath(new URL('./testing', import.meta.url)), [], 'vision');
    const started = await browser.page.evaluate(() => underTest.start());
    expect(started).toHaveProperty('startMs');
    console.info(`vision: models loaded, verified and started in ${JSON.stringify(started)}`);
    await load('person', astronaut!);
  }, 120_000);
  afterAll(() => browser?.close());

  const load = (name: string, data: Uint8Array) =>
    browser.page.evaluate(
      ([key, base64]) => underTest.load(key!, base64!),
      [name, Buffer.from(data).toString('base64')],
    );
  const call = <T>(method: 'analyse' | 'cropPortrait', picture: string, keepAs?: string) =>
    browser.page.evaluate(
      ([m, p, k]) => underTest.call(m as 'analyse', p!, k),
      [method, picture, keepAs],
    ) as Promise<Timed<T>>;
  const compare = (portrait: string, selfies: string[]) =>
    browser.page.evaluate(([p, s]) => underTest.compare(p, s), [portrait, selfies] as const) as Promise<
      Timed<Comparison>
    >;
  const degrade = (from: string, to: string, how: Parameters<VisionUnderTest['degrade']>[2]) =>
    browser.page.evaluate(([f, t, h]) => underTest.degrade(f, t, h), [from, to, how] as const);
  const compose = (...args: Parameters<VisionUnderTest['compose']>) =>
    browser.page.evaluate((a) => underTest.compose(...a), args);

  it('finds the face of a portrait, its points, its pose', async () => {
    const { answer, ms } = await call<ImageAnalysis>('analyse', 'person');
    expect(answer!.faces).toHaveLength(1);
    const [face] = answer!.faces;
    console.info(
      `vision: analyse ${ms!.toFixed(0)} ms`,
      JSON.stringify(face!.pose),
      JSON.stringify(face!.quality),
    );
    expect(face!.points.rightEye.x).toBeLessThan(face!.points.leftEye.x);
    expect(face!.points.noseTip.y).toBeGreaterThan(face!.points.leftEye.y);
    expect(face!.interEyeDistance).toBeGreaterThan(40);
    expect(Math.abs(face!.pose.yaw)).toBeLessThan(30);
  });

  it('measures roll with the sign of the standard', async () => {
    await degrade('person', 'leaning', { scale: 1, turn: -20, light: 1, quality: 0.95 });
    const upright = (await call<ImageAnalysis>('analyse', 'person')).answer!.faces[0]!.pose;
    const leaning = (await call<ImageAnalysis>('analyse', 'leaning')).answer!.faces[0]!.pose;
    expect(leaning.roll - upright.roll).toBeGreaterThan(14);
    expect(leaning.roll - upright.roll).toBeLessThan(26);
  });

  it('compares a person with a degraded picture of the same person under the threshold', async () => {
    await degrade('person', 'selfie', { scale: 0.8, turn: 8, light: 0.8, quality: 0.5 });
    await degrade('person', 'selfie2', { scale: 1.4, turn: -5, light: 1.2, quality: 0.7 });
    const { answer, ms } = await compare('person', ['selfie', 'selfie2']);
    console.info(`vision: compare ${ms!.toFixed(0)} ms`, JSON.stringify(answer));
    if (answer?.outcome !== 'compared') throw new Error('not compared');
    expect(answer.distance).toBeLessThan(0.45);
    expect(answer.perSelfie.map(({ faces }) => faces)).toEqual([1, 1]);
  });

  it('sees the picture lose its sharpness', async () => {
    const scores = [];
    for (const blur of [0, 1, 2]) {
      await degrade('person', 'blurred', { scale: 1, turn: 0, light: 1, quality: 0.9, blur });
      const { answer } = await call<ImageAnalysis>('analyse', 'blurred');
      scores.push(answer!.faces[0]!.quality.sharpness.score);
    }
    expect(scores[0]).toBeGreaterThan(90);
    expect(scores[1]).toBeGreaterThan(60);
    expect(scores[2]).toBeLessThan(40);
  });

  it('finds the portrait on a page where it is small, and what it cut out compares', async () => {
    await compose('page', [2000, 1400], [{ name: 'person', at: [100, 300, 560, 560] }]);
    const { answer, ms } = await call<PortraitCrop>('cropPortrait', 'page', 'portrait');
    console.info(`vision: cropPortrait ${ms!.toFixed(0)} ms`);
    if (answer?.outcome !== 'found') throw new Error('no portrait');
    expect(answer.box.x).toBeGreaterThan(100);
    expect(answer.box.x + answer.box.width).toBeLessThan(660);
    expect(answer.box.width / answer.box.height).toBeCloseTo(35 / 45, 1);
    const compared = (await compare('portrait', ['selfie'])).answer;
    if (compared?.outcome !== 'compared') throw new Error('not compared');
    expect(compared.distance).toBeLessThan(0.45);
  });

  it('takes the portrait and not its ghost image, but does not choose between two of a size', async () => {
    const person = (x: number, y: number, side: number) => ({
      name: 'person',
      at: [x, y, side, side] as [number, number, number, number],
    });
    await compose('ghost', [1600, 1100], [person(60, 200, 700), person(1200, 400, 350)]);
    expect((await call<PortraitCrop>('cropPortrait', 'ghost')).answer).toMatchObject({ outcome: 'found' });
    await compose('two', [1600, 1100], [person(-100, 50, 1000), person(700, 50, 1000)]);
    expect((await call<PortraitCrop>('cropPortrait', 'two')).answer).toEqual({
      outcome: 'refused',
      reason: 'several-faces',
    });
    expect((await compare('person', ['selfie', 'two'])).answer).toEqual({
      outcome: 'refused',
      reason: 'several-faces',
      image: 'selfie',
      index: 1,
    });
  });

  it('says that there is no face on an empty page', async () => {
    await compose('blank', [1200, 800], []);
    expect((await call<ImageAnalysis>('analyse', 'blank')).answer).toEqual({
      width: 1200,
      height: 800,
      faces: [],
    });
    const { answer, ms } = await call<PortraitCrop>('cropPortrait', 'blank');
    console.info(`vision: cropPortrait of an empty page ${ms!.toFixed(0)} ms`);
    expect(answer).toEqual({ outcome: 'refused', reason: 'no-face' });
    expect((await compare('person', ['blank'])).answer).toMatchObject({ reason: 'no-face', image: 'selfie' });
    expect((await compare('blank', ['person'])).answer).toMatchObject({
      reason: 'no-face',
      image: 'portrait',
    });
  });

  it('refuses what is not a picture, and a comparison with nothing', async () => {
    await load('text', Buffer.from('not a picture at all'));
    await load('broken', astronaut!.subarray(0, 2000));
    expect((await call('analyse', 'text')).code).toBe('vision/image-unreadable');
    expect((await call('analyse', 'broken')).code).toBe('vision/image-unreadable');
    expect((await compare('person', [])).code).toBe('vision/request-malformed');
  });

  it('finds the portraits of specimen passports, and keeps those people above the threshold', async (context) => {
    if (!specimenPassports.length) return context.skip('the specimen passports are not here');
    for (const { name, data } of specimenPassports) {
      await load(name, data);
      const { answer, ms } = await call<PortraitCrop>('cropPortrait', name, 'portrait');
      expect(answer!.outcome, name).toBe('found');
      const compared = (await compare('portrait', ['person'])).answer;
      console.info(`vision: ${name} ${ms!.toFixed(0)} ms`, JSON.stringify(compared));
      if (compared?.outcome !== 'compared') throw new Error('not compared');
      expect(compared.distance, name).toBeGreaterThan(0.525);
    }
  }, 60_000);

  it('asked nothing of anyone but its own origin, and broke no policy', () => {
    expect(browser.requests.length).toBeGreaterThan(4);
    const foreign = browser.requests.filter(
      (url) => !/^(blob|data):/.test(url) && !url.startsWith(browser.origin),
    );
    expect(foreign).toEqual([]);
    expect(browser.errors.filter((text) => /Content Security Policy|Refused/.test(text))).toEqual([]);
  });

  it('does not start with a model that was tampered with, or is not there', async () => {
    const tampered = readFileSync(
      fileURLToPath(new URL('../../resources/models/generated/face_embedder.tflite', import.meta.url)),
    );
    tampered[5_000_000] = tampered[5_000_000]! ^ 1;
    for (const [content, code] of [
      [tampered, 'vision/model-unknown'],
      [null, 'vision/model-missing'],
    ] as const) {
      browser.replaced.set(EMBEDDER, content);
      await browser.page.reload();
      expect(await browser.page.evaluate(() => underTest.start())).toEqual({ code });
    }
  }, 60_000);
});
