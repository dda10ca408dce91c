import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCamera, type Media } from './camera.ts';

class FakeTrack extends EventTarget {
  readonly label: string;
  stopped = false;
  constructor(label: string) {
    super();
    this.label = label;
  }
  stop() {
    this.stopped = true;
  }
}

function fakeMedia() {
  const target = new EventTarget();
  const tracks: FakeTrack[] = [];
  const media = {
    failure: null as string | null,
    constraints: [] as MediaStreamConstraints[],
    tracks,
    async getUserMedia(constraints: MediaStreamConstraints) {
      media.constraints.push(constraints);
      if (media.failure) throw Object.assign(new Error('no'), { name: media.failure });
      const track = new FakeTrack(`camera ${tracks.length}`);
      tracks.push(track);
      return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream;
    },
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    plugged: () => target.dispatchEvent(new Event('devicechange')),
  };
  return media;
}

describe('createCamera', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function open(media = fakeMedia(), deviceId?: string) {
    const states: string[] = [];
    const streams: boolean[] = [];
    const options = { width: 1280, height: 720, ...(deviceId ? { deviceId } : {}) };
    const camera = createCamera(
      options,
      { state: (state) => states.push(state), stream: (stream) => streams.push(stream !== null) },
      media as unknown as Media,
    );
    return { media, camera, states, streams };
  }
  const settled = () => vi.advanceTimersByTimeAsync(0);

  it('asks for video only, and for the station’s camera when it is named', async () => {
    const { media, camera } = open(fakeMedia(), 'front');
    await settled();
    expect(media.constraints).toEqual([
      {
        audio: false,
        video: { width: { ideal: 1280 }, height: { ideal: 720 }, deviceId: { exact: 'front' } },
      },
    ]);
    expect([camera.state, camera.label]).toEqual(['live', 'camera 0']);
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
    expect(media.constraints).toHaveLength(1);
    media.failure = null;
    camera.retry();
    await settled();
    expect(camera.state).toBe('live');
  });

  it('says that there is no camera where pages may have none', () => {
    const states: string[] = [];
    createCamera(
      { width: 1, height: 1 },
      { state: (state) => states.push(state), stream: () => {} },
      undefined as unknown as Media,
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
    expect(media.constraints).toHaveLength(1);
    expect(states).toEqual([]);
  });
});
