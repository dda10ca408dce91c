import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LivenessAction, livenessAction } from '../../electron/contract/index.ts';
import { chromiumPath, openPage, type PageInBrowser } from '../vision/testing/browser.ts';
import type { Challenge } from './index.ts';
import type { CameraLog } from './testing/page.ts';
import { acting, emptyRoom, mistakes, standing, still } from './testing/person.ts';
import { encoded, enlarged } from './testing/pictures.ts';
import { stillFilm } from './testing/y4m.ts';

declare const log: CameraLog;
declare const session: { take(): void; stop(): void };
declare const start: (challenge?: Challenge | null, size?: { width: number; height: number }) => void;

const asking = (actions: LivenessAction[], seconds: number): Challenge => ({
  id: 'test',
  actions,
  seconds,
  colours: [],
});

describe.skipIf(!chromiumPath)('the camera and its guide in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'film-'));
  let browser: PageInBrowser;

  /** What the camera shows from the next time that it is opened; Chromium tells the kinds of film by the name alone. */
  function show(film: Buffer | Buffer[]): void {
    const path = join(folder, 'camera.mjpeg');
    writeFileSync(`${path}.next`, Array.isArray(film) ? Buffer.concat(film) : film);
    renameSync(`${path}.next`, path);
  }
  async function open(): Promise<PageInBrowser> {
    return openPage(fileURLToPath(new URL('./testing', import.meta.url)), [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${join(folder, 'camera.mjpeg')}`,
    ]);
  }
  async function begin(...options: Parameters<typeof start>): Promise<void> {
    await browser.page.evaluate(() => (window as { session?: { stop(): void } }).session?.stop());
    await browser.page.evaluate(([challenge, size]) => start(challenge, size), options);
  }
  const soFar = () => browser.page.evaluate(() => log);
  async function untilTaken(timeout = 40_000): Promise<CameraLog> {
    await browser.page
      .waitForFunction(() => log.taken !== null || log.unguided !== null, null, { timeout })
      .catch(() => {});
    return soFar();
  }

  beforeAll(async () => {
    show(still(encoded(emptyRoom()), 1));
    browser = await open();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it('says what is wrong, whatever it is, and takes the picture by itself when nothing is', async () => {
    const all = mistakes();
    const files = Object.values(all).map((pictures) =>
      pictures.flatMap((picture) => still(encoded(picture), 3)),
    );
    const wanted = ['no-face', ...Object.keys(all), 'ready'];
    const hintsOf = ({ hints }: CameraLog) => hints.map(({ hint }) => hint);
    /** Every mistake for as many pictures of the film, which goes on whether anybody looks or not. */
    const filmed = async (length: number) => {
      const scenes = files.flatMap((those) => Array.from({ length }, (_, k) => those[k % those.length]!));
      // Long enough for the model to load on a busy machine before anyone comes.
      show([...still(encoded(emptyRoom()), 100), ...scenes, ...still(encoded(standing()), 90)]);
      await begin();
      return untilTaken(70_000);
    };
    let seen = await filmed(36);
    // A machine that stands still for a second has missed a scene of one: it gets longer ones.
    if (hintsOf(seen).join() !== wanted.join()) seen = await filmed(120);
    console.info('hints:', JSON.stringify(seen));
    expect(seen.unguided).toBeNull();
    expect(seen.states).toEqual(['live']);
    expect(hintsOf(seen)).toEqual(wanted);
    expect(seen.taken!.length).toBeGreaterThanOrEqual(1);
    expect(seen.taken!.length).toBeLessThanOrEqual(3);
    for (const frame of seen.taken!) {
      expect(frame).toMatchObject({ jpeg: true, width: 480, height: 480 });
      expect(frame.bytes).toBeLessThan(2_000_000);
    }
    const ready = seen.hints.at(-1)!.at;
    expect(seen.takenAt - ready).toBeGreaterThanOrEqual(790);
    expect(seen.takenAt - ready).toBeLessThan(4_000);
    expect(seen.looks / (seen.takenAt / 1000)).toBeLessThan(16);
  }, 180_000);

  it('leads through every action there is', async () => {
    const { options } = livenessAction;
    show([...still(encoded(standing()), 75), ...acting(options)]);
    await begin(asking([...options], 30));
    const { asked, answer, taken } = await untilTaken();
    console.info('actions:', JSON.stringify(asked), answer?.frames.length);
    expect(asked).toEqual([...options.flatMap((_, k) => [`act ${k}`, `return ${k}`]), 'done null']);
    expect(taken!.length).toBeGreaterThanOrEqual(1);
    expect(answer!.challenge).toBe('test');
    expect(answer!.cadence.length).toBeGreaterThan(60);
    for (const action of [null, ...options.keys()])
      expect(answer!.frames.filter((frame) => frame.action === action).length).toBeGreaterThanOrEqual(2);
  }, 60_000);

  it('ends for a person who just stands there, with what there is to judge', async () => {
    show(still(encoded(standing()), 30));
    await begin(asking(['turn-left', 'blink'], 2));
    const { asked, answer } = await untilTaken();
    expect(asked).toEqual(['act 0', 'done null']);
    expect(new Set(answer!.frames.map(({ action }) => action))).toEqual(new Set([null, 0]));
  }, 60_000);

  it('begins the challenge anew when the camera was lost in between', async () => {
    show([...still(encoded(standing()), 60), ...acting(['turn-left', 'blink'])]);
    await begin(asking(['turn-left', 'blink'], 30));
    await browser.page.waitForFunction(() => log.asked.includes('act 1'), null, { timeout: 30_000 });
    await browser.page.evaluate(() => {
      const [track] = (document.querySelector('video')!.srcObject as MediaStream).getTracks();
      track!.stop();
      track!.dispatchEvent(new Event('ended'));
    });
    expect((await soFar()).hints.at(-1)!.hint).toBeNull();
    const { states, asked, answer } = await untilTaken();
    expect(states).toEqual(['live', 'lost', 'live']);
    const passed = ['act 0', 'return 0', 'act 1'];
    expect(asked).toEqual([...passed, 'nothing', ...passed, 'return 1', 'done null']);
    const times = answer!.frames.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(answer!.frames[0]!.action).toBeNull();
  }, 60_000);

  it('turns the camera off at the end, and never spoke to anyone else', async () => {
    const live = await browser.page.evaluate(() => {
      const video = document.querySelector('video')!;
      const [track] = (video.srcObject as MediaStream).getTracks();
      session.stop();
      return [track!.readyState, video.srcObject];
    });
    expect(live).toEqual(['ended', null]);
    const foreign = browser.requests.filter(
      (url) => !/^(blob|data):/.test(url) && !url.startsWith(browser.origin),
    );
    expect(foreign).toEqual([]);
    expect(browser.errors.filter((text) => /Content Security Policy|Refused/.test(text))).toEqual([]);
  });

  it('goes on without hints when the model is not there', async () => {
    browser.replaced.set('/models/face_landmarker.task', null);
    await begin();
    await browser.page.waitForFunction(() => log.unguided !== null && log.states.includes('live'));
    await browser.page.waitForFunction(() => document.querySelector('video')!.videoWidth > 0);
    await browser.page.evaluate(() => session.take());
    await browser.page.waitForFunction(() => log.taken !== null);
    const { taken, unguided } = await soFar();
    browser.replaced.clear();
    expect(unguided).toContain('face_landmarker.task');
    expect(taken).toMatchObject([{ jpeg: true, width: 480, height: 480 }]);
  }, 30_000);
});

describe.skipIf(!chromiumPath)('an unusual camera in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'film-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('takes the picture of a camera that gives 4K, five times a second', async () => {
    const size = { width: 3840, height: 2160 };
    const path = join(folder, 'large.y4m');
    writeFileSync(path, stillFilm(enlarged(standing(), size.width, size.height), 5));
    const browser = await openPage(fileURLToPath(new URL('./testing', import.meta.url)), [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${path}`,
    ]);
    try {
      await browser.page.evaluate((wanted) => start(null, wanted), size);
      await browser.page.waitForFunction(() => log.taken !== null, null, { timeout: 30_000 });
      const seen = await browser.page.evaluate(() => log);
      console.info('4K:', JSON.stringify(seen));
      expect(seen.hints.map(({ hint }) => hint)).toEqual(['ready']);
      expect(seen.taken![0]).toMatchObject({ jpeg: true, width: 1440, height: 1440 });
      expect(seen.taken![0]!.bytes).toBeLessThan(2_000_000);
      expect(await browser.page.evaluate(() => document.querySelector('video')!.videoHeight)).toBe(
        size.height,
      );
      expect(seen.looks / (seen.takenAt / 1000)).toBeLessThan(6);
    } finally {
      await browser.close();
    }
  }, 60_000);
});
