import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { CameraReport } from '../../electron/contract/index.ts';
import { chromiumPath, openPage, type PageInBrowser } from '../vision/testing/browser.ts';
import { greyFilm } from './testing/y4m.ts';

declare const look: (simulated: boolean) => Promise<CameraReport | null>;

describe.skipIf(!chromiumPath)('a look through a camera in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'look-'));
  let browser: PageInBrowser | null = null;
  afterEach(async () => {
    await browser?.close();
    browser = null;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function open(flags: string[]) {
    browser = await openPage(fileURLToPath(new URL('./testing', import.meta.url)), flags);
    // The tracks that a page opened tell whether its camera's lamp is on.
    await browser.page.evaluate(() => {
      const { mediaDevices } = navigator;
      const opened: MediaStreamTrack[] = [];
      const original = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (constraints) => {
        const stream = await original(constraints);
        opened.push(...stream.getTracks());
        return stream;
      };
      Object.assign(window, { opened });
    });
    return browser.page;
  }
  const fake = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];

  it.each([
    ['lit', 118, 640, 480, 30],
    ['dark', 9, 320, 240, 10],
  ])(
    'measures a %s room, and closes the camera',
    async (name, luma, width, height, rate) => {
      const path = join(folder, `${name}.y4m`);
      writeFileSync(path, greyFilm({ luma, width, height, rate }));
      const page = await open([...fake, `--use-file-for-fake-video-capture=${path}`]);
      const began = Date.now();
      const report = await page.evaluate(() => look(true));
      console.info('look:', Date.now() - began, 'ms', JSON.stringify(report?.measured));
      expect(report).toMatchObject({ state: 'live', measured: { widthPixels: width, heightPixels: height } });
      expect(report?.label).toContain(`${name}.y4m`);
      expect(report?.labels).toEqual([report?.label]);
      expect(report!.measured!.brightness).toBeGreaterThan(luma - 4);
      expect(report!.measured!.brightness).toBeLessThan(luma + 4);
      expect(report!.measured!.framesPerSecond).toBeGreaterThan(rate * 0.5);
      expect(report!.measured!.framesPerSecond).toBeLessThan(rate * 1.3);
      const states = await page.evaluate(() =>
        (window as unknown as { opened: MediaStreamTrack[] }).opened.map(({ readyState }) => readyState),
      );
      expect(new Set(states)).toEqual(new Set(['ended']));
    },
    60_000,
  );

  it('opens no camera that is a film where films are not meant', async () => {
    const path = join(folder, 'lit.y4m');
    const page = await open([...fake, `--use-file-for-fake-video-capture=${path}`]);
    const report = await page.evaluate(() => look(false));
    expect(report).toMatchObject({ state: 'none', label: '', measured: null });
    expect(report?.labels).toHaveLength(1);
  }, 60_000);

  it('judges what it is given where the page is never told of the cameras', async () => {
    const page = await open(['--auto-accept-camera-and-microphone-capture', fake[1]!]);
    const before = await page.evaluate(async () =>
      (await navigator.mediaDevices.enumerateDevices()).map(({ label }) => label).join(''),
    );
    expect(before).toBe('');
    const report = await page.evaluate(() => look(true));
    expect(report).toMatchObject({ state: 'live', label: 'fake_device_0' });
    expect(report?.labels).toEqual(['fake_device_0']);
    expect(await page.evaluate(() => look(false))).toMatchObject({ state: 'none', measured: null });
  }, 60_000);

  it('tells that the system denied it', async () => {
    const page = await open(['--deny-permission-prompts', '--use-fake-device-for-media-stream']);
    expect(await page.evaluate(() => look(true))).toMatchObject({ state: 'denied', measured: null });
  }, 60_000);

  it('tells that there is none', async () => {
    const page = await open(['--use-fake-ui-for-media-stream']);
    expect(await page.evaluate(() => look(false))).toEqual({
      labels: [],
      state: 'none',
      label: '',
      measured: null,
    });
  }, 60_000);
});
