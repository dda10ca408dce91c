import type { FaceLandmarker } from '@mediapipe/tasks-vision';
import { createHintFilter, type Hint, judgeFrame } from './hints.ts';
import { createObserver, SAMPLE } from './observe.ts';
import { collectShots } from './shots.ts';

export interface FaceGuideEvents {
  /** `steady` rises from 0 to 1 while the face is well placed; at 1 the picture takes itself. */
  hint(hint: Hint, steady: number): void;
  /** The chosen frames as JPEG, best first. The guide has ended. */
  taken(frames: Uint8Array<ArrayBuffer>[]): void;
  /** The live picture cannot be watched any more. The guide has ended. */
  failed(error: unknown): void;
}

export interface FaceGuide {
  /** Takes the picture now: the best frames so far, or the present one as it is. */
  take(): void;
  stop(): void;
}

/** Milliseconds the face must be well placed, with better frames gathered meanwhile. */
const STEADY = 800;
/** Milliseconds between two detections: at most fifteen a second, which leaves a slow machine its screen. */
const INTERVAL = 1000 / 15;
const FRAMES = 3;
const JPEG_QUALITY = 0.92;

/**
 * Watches a live video for a face, says what the person should do, and takes the picture when all is well. Frames are
 * kept only in the page and only until they are handed over or the guide is stopped.
 *
 * @param landmarker in VIDEO mode; stays the caller's.
 */
export function createFaceGuide(
  video: HTMLVideoElement,
  landmarker: FaceLandmarker,
  events: FaceGuideEvents,
): FaceGuide {
  const sampler = new OffscreenCanvas(SAMPLE, SAMPLE);
  const pixels = sampler.getContext('2d', { willReadFrequently: true })!;
  const observer = createObserver((box) => {
    pixels.drawImage(video, box.x, box.y, box.width, box.height, 0, 0, SAMPLE, SAMPLE);
    return pixels.getImageData(0, 0, SAMPLE, SAMPLE);
  });
  const shots = collectShots<OffscreenCanvas>(FRAMES, release);
  const filter = createHintFilter();
  let readySince: number | null = null;
  let last = 0;
  let done = false;
  let scheduled = 0;

  function look(): void {
    if (done) return;
    scheduled = video.requestVideoFrameCallback(look);
    const at = performance.now();
    if (at - last < INTERVAL || video.videoWidth === 0) return;
    last = at;
    try {
      judge(at);
    } catch (error) {
      end();
      events.failed(error);
    }
  }

  function judge(at: number): void {
    const frame = { width: video.videoWidth, height: video.videoHeight };
    const seen = observer.observe(landmarker.detectForVideo(video, at), frame, at);
    const judged = judgeFrame(seen, filter.shown);
    const hint = filter.next(judged, at);
    if (hint !== 'ready') {
      readySince = null;
      shots.clear();
      events.hint(hint, 0);
      return;
    }
    readySince ??= at;
    if (judged === 'ready' && seen.candidate) shots.offer(seen.candidate, () => copyOf(video));
    const steady = Math.min(1, (at - readySince) / STEADY);
    events.hint(hint, steady);
    if (steady === 1 && shots.best().length) finish();
  }

  function finish(): void {
    if (done) return;
    done = true;
    video.cancelVideoFrameCallback(scheduled);
    const chosen = shots.best().length ? shots.best() : [copyOf(video)];
    Promise.all(chosen.map(encoded))
      .then(events.taken, events.failed)
      .finally(() => {
        for (const canvas of chosen) release(canvas);
        shots.clear();
      });
  }

  function end(): void {
    done = true;
    video.cancelVideoFrameCallback(scheduled);
    shots.clear();
  }

  scheduled = video.requestVideoFrameCallback(look);
  return {
    take() {
      if (video.videoWidth > 0) finish();
    },
    stop() {
      if (!done) end();
    },
  };
}

/** The present frame of a video as JPEG, for a picture taken without a guide. */
export function photograph(video: HTMLVideoElement): Promise<Uint8Array<ArrayBuffer>> {
  return encoded(copyOf(video));
}

function copyOf(video: HTMLVideoElement): OffscreenCanvas {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')!.drawImage(video, 0, 0);
  return canvas;
}

async function encoded(canvas: OffscreenCanvas): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
  return new Uint8Array(await blob.arrayBuffer());
}

/** Shrinking a canvas frees its pixels at once instead of when the collector comes by. */
function release(canvas: OffscreenCanvas): void {
  canvas.width = 0;
}
