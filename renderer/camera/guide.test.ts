import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Challenge } from './challenge.ts';
import { type FaceGuideEvents, type GuideThread, type GuideWorker, openGuide } from './guide.ts';
import type { FromGuide, ToGuide } from './guide-messages.ts';

class FakeFrame {
  readonly of: unknown;
  constructor(of: unknown) {
    this.of = of;
  }
}

/** A video whose frames come when the test says so, and a worker that answers when the test says so. */
function setUp() {
  const calls = new Map<number, () => void>();
  let handle = 0;
  const video = {
    videoWidth: 640,
    requestVideoFrameCallback(call: () => void) {
      calls.set(++handle, call);
      return handle;
    },
    cancelVideoFrameCallback: (one: number) => calls.delete(one),
  };
  const sent: ToGuide[] = [];
  const worker = {
    terminated: false,
    onmessage: null as GuideWorker['onmessage'],
    onerror: null as (() => void) | null,
    onmessageerror: null,
    postMessage: (message: ToGuide) => void sent.push(message),
    terminate() {
      worker.terminated = true;
    },
  };
  const say = (data: FromGuide) => worker.onmessage?.({ data } as MessageEvent<FromGuide>);
  const log: string[] = [];
  const events: FaceGuideEvents = {
    hint: (hint, steady) => log.push(`${hint} ${steady}`),
    asked: ({ phase }) => log.push(phase),
    taken: (frames, answer) => log.push(`taken ${frames.length} ${answer?.frames.length ?? 'alone'}`),
  };
  const failed = vi.fn();
  let thread: GuideThread | null = null;
  const opened = openGuide(
    '/models',
    (ready) => {
      thread = ready;
    },
    failed,
    () => worker as unknown as GuideWorker,
  );
  return {
    sent,
    say,
    log,
    failed,
    worker,
    opened,
    waiting: () => calls.size,
    watch(challenge: Challenge | null = null) {
      if (!thread) say({ type: 'loaded' });
      return thread!.watch(video as unknown as HTMLVideoElement, challenge, events);
    },
    /** The next picture of the camera, so many milliseconds later. */
    picture(after = 100) {
      vi.advanceTimersByTime(after);
      const due = [...calls.values()];
      calls.clear();
      for (const call of due) call();
    },
    frames: () => sent.filter(({ type }) => type === 'frame' || type === 'take'),
  };
}
const seen = (attempt: number, more: object = {}): FromGuide => ({
  type: 'seen',
  attempt,
  hint: 'nearer',
  steady: 0,
  asking: null,
  over: false,
  ...more,
});

describe("the guide's thread", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('VideoFrame', FakeFrame);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is sent one frame at a time, and then the newest', () => {
    const { watch, picture, frames, say, log } = setUp();
    watch();
    for (let k = 0; k < 5; k++) picture();
    expect(frames()).toHaveLength(1);
    say(seen(1));
    expect(frames()).toHaveLength(1);
    picture();
    expect(frames().map((message) => 'at' in message && message.at)).toEqual([
      expect.any(Number),
      expect.any(Number),
    ]);
    const [first, second] = frames() as Extract<ToGuide, { at: number }>[];
    expect(second!.at - first!.at).toBe(500);
    expect(log).toEqual(['nearer 0']);
  });

  it('is sent no more than fifteen frames a second', () => {
    const { watch, picture, frames, say } = setUp();
    watch();
    for (let k = 0; k < 60; k++) {
      picture(1000 / 60);
      say(seen(1));
    }
    expect(frames().length).toBeGreaterThan(10);
    expect(frames().length).toBeLessThanOrEqual(16);
  });

  it('takes by hand as soon as the frame before was looked at', () => {
    const { watch, picture, frames, say, log } = setUp();
    const guide = watch();
    picture();
    guide.take();
    picture();
    expect(frames().map(({ type }) => type)).toEqual(['frame']);
    say(seen(1));
    picture();
    picture();
    expect(frames().map(({ type }) => type)).toEqual(['frame', 'take']);
    say({ type: 'taken', attempt: 1, frames: [new Uint8Array()], sequence: [] });
    expect(log.at(-1)).toBe('taken 1 alone');
  });

  it('hears nothing of an attempt that is no more, and frees what answers it', () => {
    const { watch, picture, say, log, waiting } = setUp();
    watch();
    picture();
    watch();
    say(seen(1));
    say({ type: 'taken', attempt: 1, frames: [], sequence: [] });
    expect(log).toEqual([]);
    expect(waiting()).toBe(1);
  });

  it('sends no frame after the last, and gives the answer with the rhythm of the camera', () => {
    const { watch, picture, frames, say, log, waiting } = setUp();
    watch({ id: 'c', actions: ['blink'], seconds: 6, colours: [] });
    picture();
    say(seen(1, { asking: { phase: 'done', action: null, colour: null }, over: true }));
    picture();
    expect(frames()).toHaveLength(1);
    const frame = { at: 0, action: null, colour: null, jpeg: new Uint8Array() };
    say({ type: 'taken', attempt: 1, frames: [new Uint8Array()], sequence: [frame] });
    expect(log).toEqual(['done', 'taken 1 1']);
    expect(waiting()).toBe(0);
  });

  it.each<[string, (it: ReturnType<typeof setUp>) => void, string]>([
    [
      'tells so itself',
      ({ say }) => say({ type: 'failed', code: 'vision/model-unknown', message: 'other' }),
      'vision/model-unknown',
    ],
    ['dies', ({ worker }) => worker.onerror?.(), 'vision/runtime-failed'],
    [
      'cannot be passed a frame',
      ({ watch, picture }) => {
        watch();
        vi.stubGlobal('VideoFrame', undefined);
        picture();
      },
      'vision/runtime-failed',
    ],
    [
      'answers no more',
      ({ watch, picture }) => {
        watch();
        picture();
        vi.advanceTimersByTime(11_000);
      },
      'vision/runtime-failed',
    ],
  ])('is closed, once, when it %s', (_, happen, code) => {
    const it = setUp();
    happen(it);
    it.worker.onerror?.();
    expect(it.failed).toHaveBeenCalledOnce();
    expect(it.failed.mock.calls[0]![0]).toMatchObject({ code });
    expect(it.worker.terminated).toBe(true);
    expect(it.waiting()).toBe(0);
  });

  it('is told of when it cannot even begin', async () => {
    const failed = vi.fn();
    openGuide('/models', vi.fn(), failed, () => {
      throw new Error('not allowed');
    });
    await Promise.resolve();
    expect(failed.mock.calls[0]![0]).toMatchObject({ code: 'vision/runtime-failed' });
  });
});
