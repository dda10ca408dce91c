import type { LivenessAnswer } from '../../electron/contract/index.ts';
import { VisionError } from '../vision/index.ts';
import type { Asking, Challenge } from './challenge.ts';
import type { FromGuide, ToGuide } from './guide-messages.ts';
import type { Hint } from './hints.ts';

export interface FaceGuideEvents {
  /** `steady` rises from 0 to 1 while the face is well placed; at 1 the picture takes itself. */
  hint(hint: Hint, steady: number): void;
  /** What is asked for, once the face is where it should be; not called without a challenge. */
  asked(asking: Asking): void;
  /** The chosen frames as JPEG, best first, and the answer to the challenge. The guide has ended. */
  taken(frames: Uint8Array<ArrayBuffer>[], answer: LivenessAnswer | undefined): void;
}

export interface FaceGuide {
  /** Takes the picture now: the best frames so far, or the present one as it is. */
  take(): void;
  stop(): void;
}

/** A thread that watches faces; one watch at a time. */
export interface GuideThread {
  watch(video: HTMLVideoElement, challenge: Challenge | null, events: FaceGuideEvents): FaceGuide;
  close(): void;
}

/** What is used of a `Worker`; replaced in tests. */
export interface GuideWorker extends Pick<Worker, 'terminate' | 'onerror' | 'onmessageerror'> {
  postMessage(message: ToGuide, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<FromGuide>) => void) | null;
}

/** Milliseconds between two frames: at most fifteen a second, which leaves a slow machine its screen. */
const INTERVAL = 1000 / 15;
/** Milliseconds after which a thread that does not answer is taken for dead. */
const PATIENCE = 10_000;
const MOST_INTERVALS = 1800;

/** The guide's thread, a classic worker of the page's own origin. */
export const startGuideWorker = (): GuideWorker =>
  new Worker(new URL('./guide-worker.ts', import.meta.url), { name: 'face guide' });

/**
 * Starts the thread that watches. Frames go to it one at a time, the newest when it is free, so that a slow machine sees
 * fewer of them and no old ones.
 *
 * @param failed it cannot be used, or not any more; it has been closed
 */
export function openGuide(
  modelBase: string,
  ready: (thread: GuideThread) => void,
  failed: (error: VisionError) => void,
  start: () => GuideWorker = startGuideWorker,
): { close(): void } {
  let worker: GuideWorker | null = null;
  let attempt = 0;
  let watching: { heard(message: FromGuide): void; stop(): void } | null = null;
  let late: ReturnType<typeof setTimeout> | undefined;

  function close(): void {
    clearTimeout(late);
    watching?.stop();
    watching = null;
    worker?.terminate();
    worker = null;
  }
  function fail(error: VisionError): void {
    if (!worker) return;
    close();
    failed(error);
  }
  const broken = (message: string, cause?: unknown) =>
    fail(new VisionError('vision/runtime-failed', message, { cause }));
  const died = () => broken("the guide's thread ended");
  const send = (message: ToGuide, transfer: Transferable[] = []) => {
    clearTimeout(late);
    if (message.type !== 'begin' && message.type !== 'load') late = setTimeout(died, PATIENCE);
    worker?.postMessage(message, transfer);
  };

  function watch(video: HTMLVideoElement, challenge: Challenge | null, events: FaceGuideEvents): FaceGuide {
    watching?.stop();
    const mine = ++attempt;
    const cadence: number[] = [];
    let frameAt = 0;
    let sentAt = 0;
    let busy = false;
    let wanted: 'frame' | 'take' | null = 'frame';
    send({ type: 'begin', attempt: mine, challenge });

    function pass(type: 'frame' | 'take', at: number): void {
      const frame = new VideoFrame(video);
      busy = true;
      sentAt = at;
      wanted = type === 'take' ? null : wanted;
      send({ type, attempt: mine, at, frame }, [frame]);
    }
    function look(): void {
      if (wanted === null) return;
      scheduled = video.requestVideoFrameCallback(look);
      const at = performance.now();
      if (frameAt > 0 && cadence.length < MOST_INTERVALS) cadence.push(Math.min(10_000, at - frameAt));
      frameAt = at;
      if (busy || video.videoWidth === 0 || at - sentAt < INTERVAL) return;
      try {
        pass(wanted, at);
      } catch (error) {
        broken('a frame could not be passed on', error);
      }
    }
    function stop(): void {
      wanted = null;
      video.cancelVideoFrameCallback(scheduled);
      if (attempt === mine) watching = null;
    }
    let scheduled = video.requestVideoFrameCallback(look);
    const own = {
      stop,
      heard(message: FromGuide) {
        if (message.type === 'taken' && message.attempt === mine) {
          stop();
          const { frames, sequence } = message;
          events.taken(
            frames,
            challenge && sequence.length ? { challenge: challenge.id, frames: sequence, cadence } : undefined,
          );
        }
        if (message.type !== 'seen' || message.attempt !== mine) return;
        busy = false;
        if (message.over) {
          wanted = null;
          late = setTimeout(died, PATIENCE);
        }
        if (message.asking) events.asked(message.asking);
        else events.hint(message.hint, message.steady);
      },
    };
    watching = own;
    return {
      take() {
        // The frame that is being looked at comes first; then this one, whatever it shows.
        if (wanted === 'frame') wanted = 'take';
      },
      stop,
    };
  }

  try {
    const started = start();
    worker = started;
    started.onerror = died;
    started.onmessageerror = died;
    started.onmessage = ({ data }) => {
      clearTimeout(late);
      if (!worker) return;
      if (data.type === 'loaded') ready({ watch, close });
      else if (data.type === 'failed') fail(new VisionError(data.code, data.message));
      else watching?.heard(data);
    };
    send({ type: 'load', modelBase });
  } catch (cause) {
    queueMicrotask(() => {
      close();
      failed(new VisionError('vision/runtime-failed', "the guide's thread did not start", { cause }));
    });
  }
  return { close };
}
