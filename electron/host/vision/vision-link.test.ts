import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CodedError, channelPair, link } from '../../contract/index.ts';
import { createVisionLink } from './vision-link.ts';

const hash = 'ab'.repeat(32);
const info = { runtime: 'test', landmarker: { sha256: hash }, embedder: { sha256: hash }, startMs: 1 };
const analysis = { width: 1, height: 1, faces: [] };

function setUp() {
  const told: string[] = [];
  const opened = { times: 0, ready: 0 };
  const vision = createVisionLink({
    open: () => {
      opened.times += 1;
    },
    onTrouble: (code) => told.push(code),
    onReady: () => {
      opened.ready += 1;
    },
  });
  /** A page of the face engine, with the functions of the test. */
  const page = (functions: Record<string, (...args: never[]) => unknown>) => {
    const [near, far] = channelPair();
    link(near, { info: () => info, analyse: () => analysis, ...functions });
    vision.attach(far);
    return near;
  };
  return { vision, told, opened, page };
}
const picture = new Uint8Array([1]);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the face engine', () => {
  test('is there when its models are known, and answers', async () => {
    const { vision, page, told, opened } = setUp();
    expect(vision.state()).toEqual({ up: false, failure: null, models: null });
    const waiting = vision.analyse(picture);
    page({});
    expect(await waiting).toEqual(analysis);
    await vision.ready();
    expect(vision.state()).toEqual({ up: true, failure: null, models: { landmarker: hash, embedder: hash } });
    expect(told).toEqual([]);
    expect(opened).toEqual({ times: 0, ready: 1 });
  });

  test('that never comes is waited for 20 s', async () => {
    const { vision } = setUp();
    const answer = vision.analyse(picture).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await answer).toMatchObject({ code: 'vision/unavailable' });
  });

  test('whose model is missing is not waited for, and is told by that name', async () => {
    const { vision, page, told } = setUp();
    const waiting = vision.analyse(picture).catch((error: unknown) => error);
    page({
      info: () => {
        throw new CodedError('vision/model-missing', 'no file');
      },
    });
    expect(await waiting).toMatchObject({ code: 'vision/model-missing' });
    await expect(vision.cropPortrait(picture)).rejects.toMatchObject({ code: 'vision/model-missing' });
    expect(told).toEqual(['vision/model-missing']);
    page({});
    await vi.advanceTimersByTimeAsync(0);
    expect(await vision.analyse(picture)).toEqual(analysis);
  });

  test('that goes in the midst of a picture is opened again, once, and asked again', async () => {
    const { vision, page, told, opened } = setUp();
    const first = page({ analyse: () => new Promise(() => {}) });
    await vision.ready();
    const answers = Promise.all([vision.analyse(picture), vision.analyse(picture)]);
    await vi.advanceTimersByTimeAsync(0);
    first.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(opened.times).toBe(1);
    page({});
    expect(await answers).toEqual([analysis, analysis]);
    expect(told).toContain('vision/unavailable');
    expect(opened.ready).toBe(2);
  });

  test('that crashes under one picture twice is given up for this picture', async () => {
    const { vision, page } = setUp();
    const dying = () => {
      const pipe: { close(): void } = page({ analyse: () => pipe.close() });
    };
    dying();
    await vision.ready();
    const answer = vision.analyse(picture).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(0);
    dying();
    await vi.advanceTimersByTimeAsync(0);
    expect(await answer).toMatchObject({ code: 'rpc/closed' });
  });

  test('that answers something else, or refuses, is not asked again', async () => {
    const { vision, page, opened } = setUp();
    let asked = 0;
    page({
      analyse: () => {
        asked += 1;
        return { width: 'wide' };
      },
      cropPortrait: () => {
        throw new CodedError('vision/image-unreadable', 'no picture');
      },
    });
    await vision.ready();
    await expect(vision.analyse(picture)).rejects.toMatchObject({ code: 'vision/malformed' });
    await expect(vision.cropPortrait(picture)).rejects.toMatchObject({ code: 'vision/image-unreadable' });
    expect(asked).toBe(1);
    expect(opened.times).toBe(0);
  });

  test('whose old page goes while a new one is up stays up', async () => {
    const { vision, page } = setUp();
    const old = page({});
    await vision.ready();
    page({});
    await vi.advanceTimersByTimeAsync(0);
    old.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(vision.state().up).toBe(true);
  });
});
