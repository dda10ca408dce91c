import type { FaceCapture } from '../index.ts';
import { startFaceCapture } from '../index.ts';

/** What happened in the page, in order; read by a test. */
export interface CameraLog {
  states: string[];
  /** Each hint when it changed, with milliseconds since the page asked for the camera. */
  hints: { hint: string | null; at: number }[];
  detections: number;
  taken: { bytes: number; jpeg: boolean; width: number; height: number }[] | null;
  takenAt: number;
  unguided: string | null;
}

function start() {
  const began = performance.now();
  const log: CameraLog = { states: [], hints: [], detections: 0, taken: null, takenAt: 0, unguided: null };
  const session: FaceCapture = startFaceCapture(
    document.querySelector('video')!,
    {
      camera: (state) => log.states.push(state),
      asked() {},
      hint(hint) {
        log.detections += 1;
        if (log.hints.at(-1)?.hint !== hint)
          log.hints.push({ hint, at: Math.round(performance.now() - began) });
      },
      async taken(frames) {
        const sizes = frames.map(async (frame) => {
          const bitmap = await createImageBitmap(new Blob([frame as Uint8Array<ArrayBuffer>]));
          const jpeg = frame[0] === 0xff && frame[1] === 0xd8;
          return { bytes: frame.length, jpeg, width: bitmap.width, height: bitmap.height };
        });
        log.takenAt = Math.round(performance.now() - began);
        log.taken = await Promise.all(sizes);
      },
      unguided: (error) => {
        log.unguided = String(error);
      },
    },
    { rule: { allowed: [], simulated: true }, width: 640, height: 480 },
  );
  Object.assign(window, { log, session });
}

Object.assign(window, { start });
