import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CameraRule } from '../../electron/contract/index.ts';
import { createCamera } from './camera.ts';
import { fakeMedia } from './testing/media.ts';

const obs = { deviceId: 'obs', label: 'OBS Virtual Camera' };
const builtIn = { deviceId: 'lid', label: 'Integrated Camera (1bcf:2b8a)' };
const logitech = { deviceId: 'c920', label: 'HD Pro Webcam C920 (046d:082d)' };
const named: CameraRule = { allowed: ['046d:082d'], simulated: false };

describe('createCamera', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function open(media = fakeMedia(), rule: CameraRule = { allowed: [], simulated: false }) {
    const states: string[] = [];
    const streams: boolean[] = [];
    const camera = createCamera(
      { rule, width: 1280, height: 720 },
      { state: (state) => states.push(state), stream: (stream) => streams.push(stream !== null) },
      media.media,
    );
    return { media, camera, states, streams };
  }
  const settled = () => vi.advanceTimersByTimeAsync(0);

  it('asks for video only, and for the station’s camera among others', async () => {
    const { media, camera } = open(fakeMedia([obs, builtIn, logitech]), named);
    await settled();
    expect(media.asked).toEqual([
      {
        audio: false,
        video: { width: { ideal: 1280 }, height: { ideal: 720 }, deviceId: { exact: 'c920' } },
      },
    ]);
    expect([camera.state, camera.label]).toEqual(['live', logitech.label]);
  });

  it('takes the first that is no program where none is named, and a film where that is meant', async () => {
    const { camera } = open(fakeMedia([obs, builtIn, logitech]));
    const simulated = open(fakeMedia([obs, builtIn]), { allowed: [], simulated: true });
    await settled();
    expect(camera.label).toBe(builtIn.label);
    expect(simulated.camera.label).toBe(obs.label);
  });

  it('closes what the system gave it, unseen, where cameras have no names before one is open', async () => {
    const { media, camera, streams } = open(fakeMedia([obs, builtIn, logitech], true), named);
    await settled();
    expect(media.tracks.map(({ label, stopped }) => [label, stopped])).toEqual([
      [obs.label, true],
      [logitech.label, false],
    ]);
    expect(camera.label).toBe(logitech.label);
    expect(streams).toEqual([true]);
  });

  it.each([
    ['where only others are there', [obs, builtIn], named],
    ['where only programs are there', [obs], { allowed: [], simulated: false }],
  ])('opens none %s', async (_, cameras, rule) => {
    for (const shy of [false, true, 'always'] as const) {
      const { media, camera, streams } = open(fakeMedia(cameras, shy), rule);
      await settled();
      expect(camera.state).toBe('none');
      expect(media.open()).toEqual([]);
      expect(streams).toEqual([]);
    }
  });

  it('waits for the station’s camera though another is there, and knows it under a new id', async () => {
    const { media, camera, states } = open(fakeMedia([builtIn, logitech]), named);
    await settled();
    media.cameras = [builtIn];
    media.tracks[0]!.dispatchEvent(new Event('ended'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(camera.state).toBe('lost');
    expect(media.tracks).toHaveLength(1);
    media.cameras = [builtIn, { ...logitech, deviceId: 'c920 at another port' }];
    media.plugged();
    await settled();
    expect(states).toEqual(['live', 'lost', 'live']);
    expect(media.open()).toMatchObject([{ deviceId: 'c920 at another port' }]);
  });

  it('comes back after it was unplugged', async () => {
    const { media, camera, states, streams } = open();
    await settled();
    media.failure = 'NotFoundError';
    media.tracks[0]!.dispatchEvent(new Event('ended'));
    expect(camera.state).toBe('lost');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(camera.state).toBe('lost');
    media.failure = null;
    media.plugged();
    await settled();
    expect(states).toEqual(['live', 'lost', 'live']);
    expect(streams).toEqual([true, false, true]);
  });

  it('comes back without an event, too', async () => {
    const { media, camera } = open();
    await settled();
    media.tracks[0]!.dispatchEvent(new Event('ended'));
    await vi.advanceTimersByTimeAsync(2_100);
    expect(camera.state).toBe('live');
    expect(media.tracks).toHaveLength(2);
  });

  it('takes a track that stays mute for dead, and one that stutters for alive', async () => {
    const { media, camera } = open();
    await settled();
    media.tracks[0]!.dispatchEvent(new Event('mute'));
    await vi.advanceTimersByTimeAsync(1_000);
    media.tracks[0]!.dispatchEvent(new Event('unmute'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(media.tracks).toHaveLength(1);
    media.tracks[0]!.dispatchEvent(new Event('mute'));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(camera.state).toBe('lost');
    expect(media.tracks[0]!.stopped).toBe(true);
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotFoundError', 'none'],
    ['OverconstrainedError', 'none'],
    ['NotReadableError', 'lost'],
  ])('reports %s as %s', async (failure, state) => {
    const media = fakeMedia();
    media.failure = failure;
    const { camera } = open(media);
    await settled();
    expect(camera.state).toBe(state);
    camera.stop();
  });

  it('does not ask again by itself after a denial, but does when told', async () => {
    const media = fakeMedia();
    media.failure = 'NotAllowedError';
    const { camera } = open(media);
    await vi.advanceTimersByTimeAsync(20_000);
    media.plugged();
    await settled();
    expect(media.asked).toHaveLength(1);
    media.failure = null;
    camera.retry();
    await settled();
    expect(camera.state).toBe('live');
  });

  it('takes a camera whose driver never answers for lost, asks again, and closes what comes too late', async () => {
    const media = fakeMedia();
    let answer = () => {};
    media.until = new Promise((resolve) => {
      answer = resolve;
    });
    const { camera, states, streams } = open(media);
    await vi.advanceTimersByTimeAsync(19_900);
    expect(camera.state).toBe('starting');
    await vi.advanceTimersByTimeAsync(200);
    expect(camera.state).toBe('lost');
    media.until = Promise.resolve();
    await vi.advanceTimersByTimeAsync(2_000);
    expect([camera.state, media.asked.length]).toEqual(['live', 2]);
    answer();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(media.tracks.map(({ stopped }) => stopped)).toEqual([false, true]);
    expect([states, streams]).toEqual([['lost', 'live'], [true]]);
    camera.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('closes what comes too late also where it is stopped before anything came', async () => {
    const media = fakeMedia();
    let answer = () => {};
    media.until = new Promise((resolve) => {
      answer = resolve;
    });
    const { camera, states } = open(media);
    await vi.advanceTimersByTimeAsync(20_000);
    camera.stop();
    expect(vi.getTimerCount()).toBe(0);
    answer();
    await settled();
    expect(media.open()).toEqual([]);
    expect(states).toEqual(['lost']);
  });

  it('says that there is no camera where pages may have none', () => {
    const states: string[] = [];
    createCamera(
      { rule: named, width: 1, height: 1 },
      { state: (state) => states.push(state), stream: () => {} },
      undefined,
    );
    expect(states).toEqual(['none']);
  });

  it('turns the camera off when it is stopped, even one that opens afterwards', async () => {
    const { media, camera, states } = open();
    camera.stop();
    await settled();
    expect(media.tracks[0]!.stopped).toBe(true);
    media.plugged();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(media.asked).toHaveLength(1);
    expect(states).toEqual([]);
  });
});
