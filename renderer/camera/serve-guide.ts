import type { FaceLandmarker } from '@mediapipe/tasks-vision';
import { expectedModels, loadFaceLandmarker, VisionError } from '../vision/index.ts';
import { type Attempt, createAttempt, type Frame } from './attempt.ts';
import type { FromGuide, ToGuide } from './guide-messages.ts';
import { createObserver } from './observe.ts';
import { partOf } from './part.ts';
import { copyOf, encoded, keyFrame, release } from './still.ts';

/** The worker's own end; replaced in tests. */
export interface GuidePort {
  postMessage(message: FromGuide, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToGuide>) => void) | null;
}

/** Height in pixels of the picture in which faces are looked for; a face in the oval has more than the model takes. */
const DETAIL = 720;

/**
 * Guides from another thread: finds the face in each frame that comes, says what the person should do, and hands over the
 * picture. Frames are kept in this thread alone, and only until they are handed over or the attempt ends.
 */
export function serveGuide(port: GuidePort): void {
  const say = (message: FromGuide, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  const failed = (error: unknown) => {
    const code = error instanceof VisionError ? error.code : 'vision/runtime-failed';
    say({ type: 'failed', code, message: error instanceof Error ? error.message : 'the guide failed' });
  };
  let look: ReturnType<typeof createLook> | null = null;
  let current: { id: number; attempt: Attempt<OffscreenCanvas> } | null = null;

  async function taken(id: number, attempt: Attempt<OffscreenCanvas>, frame: Frame<OffscreenCanvas>) {
    const result = await attempt.take(frame);
    if (current?.id === id) current = null;
    const buffers = [...result.frames, ...result.sequence.map(({ jpeg }) => jpeg)].map(
      ({ buffer }) => buffer,
    );
    say({ type: 'taken', attempt: id, ...result }, buffers as ArrayBuffer[]);
  }

  async function watch({ type, attempt: id, at, frame }: Extract<ToGuide, { frame: VideoFrame }>) {
    try {
      const attempt = current?.id === id ? current.attempt : null;
      if (!attempt || !look) {
        say({ type: 'seen', attempt: id, hint: 'no-face', steady: 0, asking: null, over: false });
        return;
      }
      const seen = look(frame, at);
      if (type === 'frame') {
        const said = attempt.look(seen, at);
        say({ type: 'seen', attempt: id, ...said });
        if (!said.over) return;
      }
      await taken(id, attempt, seen);
    } finally {
      frame.close();
    }
  }

  port.onmessage = ({ data }) => {
    if (data.type === 'load') {
      loadFaceLandmarker(data, expectedModels.landmarker, 'VIDEO').then((landmarker) => {
        // The first picture takes several times as long as the others.
        landmarker.detectForVideo(new ImageData(DETAIL, DETAIL), 0);
        look = createLook(landmarker);
        say({ type: 'loaded' });
      }, failed);
    } else if (data.type === 'begin') {
      current?.attempt.end();
      current = {
        id: data.attempt,
        attempt: createAttempt(data.challenge, { encode: encoded, release }),
      };
    } else watch(data).catch(failed);
  };
}

/** Frames as an attempt sees them, by way of one canvas that is used for all. */
function createLook(landmarker: FaceLandmarker) {
  const canvas = new OffscreenCanvas(DETAIL, DETAIL);
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  const square = new OffscreenCanvas(1, 1);
  const brush = square.getContext('2d', { willReadFrequently: true })!;
  const observer = createObserver(({ x, y, width, height }, side) => {
    if (square.width !== side) [square.width, square.height] = [side, side];
    brush.clearRect(0, 0, side, side);
    brush.drawImage(canvas, x, y, width, height, 0, 0, side, side);
    return brush.getImageData(0, 0, side, side);
  });
  return (frame: VideoFrame, at: number): Frame<OffscreenCanvas> => {
    const box = partOf({ width: frame.displayWidth, height: frame.displayHeight });
    return {
      observe() {
        const height = Math.min(DETAIL, box.height);
        const width = Math.round((box.width * height) / box.height);
        if (canvas.width !== width) canvas.width = width;
        if (canvas.height !== height) canvas.height = height;
        pen.drawImage(frame, box.x, box.y, box.width, box.height, 0, 0, width, height);
        return observer.observe(landmarker.detectForVideo(canvas, at), canvas, at);
      },
      copy: () => copyOf(frame, box),
      key: () => keyFrame(frame, box),
    };
  };
}
