import type { FaceLandmarker } from '@mediapipe/tasks-vision';
import type { LivenessAnswer } from '../../electron/contract/index.ts';
import { type Asking, type Challenge, createChallengeRun, restOf } from './challenge.ts';
import { createHintFilter, type Hint, judgeFrame, type ObservedFace } from './hints.ts';
import { createObserver, SAMPLE } from './observe.ts';
import { createSequenceRecorder } from './recorder.ts';
import { collectShots } from './shots.ts';

export interface FaceGuideEvents {
  /** `steady` rises from 0 to 1 while the face is well placed; at 1 the picture takes itself. */
  hint(hint: Hint, steady: number): void;
  /** What is asked for, once the face is where it should be; not called without a challenge. */
  asked(asking: Asking): void;
  /** The chosen frames as JPEG, best first, and the answer to the challenge. The guide has ended. */
  taken(frames: Uint8Array<ArrayBuffer>[], answer: LivenessAnswer | undefined): void;
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
/** Longest side and quality of the frames of an answer; sixty of them are to be small. */
const SEQUENCE_SIDE = 640;
const SEQUENCE_QUALITY = 0.8;
/** Frames of the rest from which the person's usual looks are taken. */
const REST_FRAMES = 12;

/**
 * Watches a live video for a face, says what the person should do, and takes the picture when all is well. Frames are
 * kept only in the page and only until they are handed over or the guide is stopped.
 *
 * @param landmarker in VIDEO mode; stays the caller's.
 * @param challenge what the person is asked to do after the picture; none: the picture is all
 */
export function createFaceGuide(
  video: HTMLVideoElement,
  landmarker: FaceLandmarker,
  events: FaceGuideEvents,
  challenge: Challenge | null,
): FaceGuide {
  const sampler = new OffscreenCanvas(SAMPLE, SAMPLE);
  const pixels = sampler.getContext('2d', { willReadFrequently: true })!;
  const observer = createObserver((box) => {
    pixels.drawImage(video, box.x, box.y, box.width, box.height, 0, 0, SAMPLE, SAMPLE);
    return pixels.getImageData(0, 0, SAMPLE, SAMPLE);
  });
  const shots = collectShots<OffscreenCanvas>(FRAMES, release);
  const filter = createHintFilter();
  const recorder = createSequenceRecorder<Promise<Uint8Array<ArrayBuffer>>>(
    { actions: challenge?.actions.length ?? 0, colours: challenge?.colours.length ?? 0 },
    () => {},
  );
  const begun = performance.now();
  let run: ReturnType<typeof createChallengeRun> | null = null;
  let rest: ObservedFace[] = [];
  let narrowest = Number.POSITIVE_INFINITY;
  const cadence: number[] = [];
  let frameAt = 0;
  let readySince: number | null = null;
  let last = 0;
  let done = false;
  let scheduled = 0;

  function look(): void {
    if (done) return;
    scheduled = video.requestVideoFrameCallback(look);
    const at = performance.now();
    if (frameAt > 0 && cadence.length < 1800) cadence.push(Math.min(10_000, at - frameAt));
    frameAt = at;
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
    if (run) {
      act(run, seen.face, at);
      return;
    }
    const judged = judgeFrame(seen, filter.shown);
    const hint = filter.next(judged, at);
    if (hint !== 'ready') {
      readySince = null;
      shots.clear();
      recorder.clear();
      rest = [];
      events.hint(hint, 0);
      return;
    }
    if (challenge && seen.face) {
      rest = [...rest, seen.face].slice(-REST_FRAMES);
      record({ action: null, colour: null }, at, false);
    }
    readySince ??= at;
    if (judged === 'ready' && seen.candidate) shots.offer(seen.candidate, () => copyOf(video));
    const steady = Math.min(1, (at - readySince) / STEADY);
    events.hint(hint, steady);
    if (steady < 1 || !shots.best().length) return;
    if (!challenge) {
      finish();
      return;
    }
    run = createChallengeRun(challenge, restOf(rest), at);
    events.asked({ phase: 'act', action: 0, colour: null });
  }

  function act(asked: NonNullable<typeof run>, face: ObservedFace | null, at: number): void {
    const asking = asked.next(face, at);
    events.asked(asking);
    if (asking.phase === 'done') {
      finish();
      return;
    }
    // The eyes are shut for a moment only, and the end of a movement is the frame that counts.
    const extreme = asking.phase === 'act' && face !== null && face.eyeOpening < 0.9 * narrowest;
    if (face && asking.phase === 'act') narrowest = Math.min(narrowest, face.eyeOpening);
    else narrowest = Number.POSITIVE_INFINITY;
    record(asking, at, extreme);
  }

  function record({ action, colour }: Pick<Asking, 'action' | 'colour'>, at: number, important: boolean) {
    recorder.offer({ action, colour }, at, important, () => {
      const scale = Math.min(1, SEQUENCE_SIDE / Math.max(video.videoWidth, video.videoHeight));
      const canvas = copyOf(video, scale);
      return encoded(canvas, SEQUENCE_QUALITY).finally(() => release(canvas));
    });
  }

  async function answerOf(): Promise<LivenessAnswer | undefined> {
    if (!challenge || !run) return undefined;
    const frames = await Promise.all(
      recorder.taken(begun).map(async ({ frame, ...place }) => ({ ...place, jpeg: await frame })),
    );
    return { challenge: challenge.id, frames, cadence };
  }

  function finish(): void {
    if (done) return;
    done = true;
    video.cancelVideoFrameCallback(scheduled);
    const chosen = shots.best().length ? shots.best() : [copyOf(video)];
    Promise.all([Promise.all(chosen.map((canvas) => encoded(canvas))), answerOf()])
      .then(([frames, answer]) => events.taken(frames, answer), events.failed)
      .finally(() => {
        for (const canvas of chosen) release(canvas);
        shots.clear();
      });
  }

  function end(): void {
    done = true;
    video.cancelVideoFrameCallback(scheduled);
    shots.clear();
    recorder.clear();
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

function copyOf(video: HTMLVideoElement, scale = 1): OffscreenCanvas {
  const [width, height] = [Math.round(scale * video.videoWidth), Math.round(scale * video.videoHeight)];
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.drawImage(video, 0, 0, width, height);
  return canvas;
}

async function encoded(
  canvas: OffscreenCanvas,
  quality: number = JPEG_QUALITY,
): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await blob.arrayBuffer());
}

/** Shrinking a canvas frees its pixels at once instead of when the collector comes by. */
function release(canvas: OffscreenCanvas): void {
  canvas.width = 0;
}
