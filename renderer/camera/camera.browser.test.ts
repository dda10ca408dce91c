import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openPage, type PageInBrowser } from '../vision/testing/browser.ts';
import { astronaut } from '../vision/testing/faces.ts';
import { film } from './testing/film.ts';
import type { CameraLog } from './testing/page.ts';

declare const log: CameraLog;
declare const session: { stop(): void };
declare const start: () => void;

/** Where the face is in the portrait. */
const FACE = { x: 224, y: 118 };

describe.skipIf(!chromiumPath || !astronaut)('the camera and its guide in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'film-'));
  let browser: PageInBrowser;

  beforeAll(async () => {
    const path = join(folder, 'person.mjpeg');
    writeFileSync(
      path,
      film(astronaut!, [
        // Long enough for the model to load on a busy machine before anyone comes.
        { view: null, frames: 180 },
        { view: { ...FACE, scale: 1.15 }, frames: 45 },
        { view: { x: FACE.x + 85, y: FACE.y, scale: 0.6 }, frames: 45 },
        { view: { ...FACE, scale: 0.6 }, frames: 120 },
      ]),
    );
    browser = await openPage(fileURLToPath(new URL('./testing', import.meta.url)), [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${path}`,
    ]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it('leads a person to the right place and takes the picture by itself', async () => {
    await browser.page.evaluate(() => start());
    await browser.page.waitForFunction(() => log.taken !== null || log.unguided !== null, null, {
      timeout: 60_000,
    });
    const seen = await browser.page.evaluate(() => log);
    console.info('camera:', JSON.stringify(seen));
    expect(seen.unguided).toBeNull();
    expect(seen.states).toEqual(['live']);
    const hints = seen.hints.map(({ hint }) => hint);
    expect(hints).toEqual(expect.arrayContaining(['no-face', 'nearer', 'centre', 'ready']));
    expect(hints.at(-1)).toBe('ready');
    expect(seen.taken!.length).toBeGreaterThanOrEqual(1);
    expect(seen.taken!.length).toBeLessThanOrEqual(3);
    for (const frame of seen.taken!) {
      expect(frame).toMatchObject({ jpeg: true, width: 480, height: 480 });
      expect(frame.bytes).toBeLessThan(2_000_000);
    }
    const ready = seen.hints.at(-1)!.at;
    expect(seen.takenAt - ready).toBeGreaterThanOrEqual(790);
    expect(seen.takenAt - ready).toBeLessThan(4_000);
    expect(seen.detections / (seen.takenAt / 1000)).toBeLessThan(16);
  }, 90_000);

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
    await browser.page.reload();
    await browser.page.evaluate(() => start());
    await browser.page.waitForFunction(() => log.unguided !== null && log.states.includes('live'));
    await browser.page.waitForFunction(() => document.querySelector('video')!.videoWidth > 0);
    await browser.page.evaluate(() => (session as unknown as { take(): void }).take());
    await browser.page.waitForFunction(() => log.taken !== null);
    const { taken, unguided } = await browser.page.evaluate(() => log);
    expect(unguided).toContain('face_landmarker.task');
    expect(taken).toHaveLength(1);
  }, 30_000);
});
