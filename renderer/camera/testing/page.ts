import type { LivenessAnswer } from '../../../electron/contract/index.ts';
import type { Challenge, FaceCapture } from '../index.ts';
import { startFaceCapture } from '../index.ts';

/** What happened in the page, in order; read by a test. */
export interface CameraLog {
  states: string[];
  /** Each hint when it changed, with milliseconds since the page asked for the camera. */
  hints: { hint: string | null; at: number }[];
  /** What was asked for, when it changed: phase and action. */
  asked: string[];
  looks: number;
  taken: { bytes: number; jpeg: boolean; width: number; height: number }[] | null;
  answer: (Omit<LivenessAnswer, 'frames'> & { frames: { at: number; action: number | null }[] }) | null;
  takenAt: number;
  unguided: string | null;
}

function start(challenge: Challenge | null = null, size = { width: 640, height: 480 }) {
  const began = performance.now();
  const log: CameraLog = {
    states: [],
    hints: [],
    asked: [],
    looks: 0,
    taken: null,
    answer: null,
    takenAt: 0,
    unguided: null,
  };
  const since = () => Math.round(performance.now() - began);
  const session: FaceCapture = startFaceCapture(
    document.querySelector('video')!,
    {
      camera: (state) => log.states.push(state),
      asked(asking) {
        const phase = asking ? `${asking.phase} ${asking.action}` : 'nothing';
        if (log.asked.at(-1) !== phase) log.asked.push(phase);
      },
      hint(hint) {
        log.looks += 1;
        if (log.hints.at(-1)?.hint !== hint) log.hints.push({ hint, at: since() });
      },
      async taken(frames, answer) {
        const sizes = frames.map(async (frame) => {
          const bitmap = await createImageBitmap(new Blob([frame]));
          const jpeg = frame[0] === 0xff && frame[1] === 0xd8;
          return { bytes: frame.length, jpeg, width: bitmap.width, height: bitmap.height };
        });
        log.takenAt = since();
        log.answer = answer
          ? { ...answer, frames: answer.frames.map(({ at, action }) => ({ at, action })) }
          : null;
        log.taken = await Promise.all(sizes);
      },
      unguided: (error) => {
        log.unguided = String(error);
      },
    },
    { rule: { allowed: [], simulated: true }, challenge, ...size },
  );
  Object.assign(window, { log, session });
}

Object.assign(window, { start });
