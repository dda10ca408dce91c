import type { CameraState, LivenessAnswer } from '../../electron/contract/index.ts';
import { createCamera } from './camera.ts';
import type { Asking, Challenge } from './challenge.ts';
import { type FaceGuide, type GuideThread, openGuide } from './guide.ts';
import type { Hint } from './hints.ts';
import type { CameraOptions } from './open.ts';
import { photograph } from './still.ts';

export interface FaceCaptureEvents {
  camera(state: CameraState, label: string): void;
  /** Null while there is nothing to say. `steady` rises from 0 to 1; at 1 the picture takes itself. */
  hint(hint: Hint | null, steady: number): void;
  /** Up to three frames as JPEG, best first. The session stays open, but watches no more until `retry`. */
  taken(frames: Uint8Array<ArrayBuffer>[], answer: LivenessAnswer | undefined): void;
  /** What the challenge asks for; not called without one. Null when it has to begin anew: the camera was lost in between. */
  asked(asking: Asking | null): void;
  /** There are no hints, because the guide cannot be had; the picture is taken by hand. */
  unguided(error: unknown): void;
}

export interface FaceCapture {
  /** Takes the picture now, as it is. */
  take(): void;
  /** Asks for the camera again, and watches again after a picture was taken. */
  retry(): void;
  stop(): void;
}

export interface FaceCaptureOptions extends Partial<Omit<CameraOptions, 'rule'>> {
  readonly rule: CameraOptions['rule'];
  /** What the person is asked to do besides looking into the camera. */
  readonly challenge?: Challenge | null;
  /** Where the models lie; of the page's own origin. */
  readonly modelBase?: string;
}

/** Pixels asked of the camera for a photo. */
export const photoSize = { width: 1280, height: 720 } as const;

/** Opens the camera into a video element, guides the person and takes the picture. */
export function startFaceCapture(
  video: HTMLVideoElement,
  events: FaceCaptureEvents,
  {
    rule,
    challenge = null,
    modelBase = '/models',
    width = photoSize.width,
    height = photoSize.height,
  }: FaceCaptureOptions,
): FaceCapture {
  let thread: GuideThread | null = null;
  let guide: FaceGuide | null = null;
  let taken = false;
  let stopped = false;

  const watch = () => {
    guide?.stop();
    guide = null;
    if (stopped || taken || !thread || !video.srcObject) return;
    guide = thread.watch(video, challenge, {
      hint: events.hint,
      asked: events.asked,
      taken(frames, answer) {
        taken = true;
        events.taken(frames, answer);
      },
    });
  };

  const camera = createCamera(
    { rule, width, height },
    {
      state: events.camera,
      stream(stream) {
        video.srcObject = stream;
        if (stream) video.play().catch(() => {});
        else {
          events.hint(null, 0);
          if (challenge) events.asked(null);
        }
        watch();
      },
    },
  );
  const opened = openGuide(
    modelBase,
    (ready) => {
      thread = ready;
      watch();
    },
    (error) => {
      guide = null;
      thread = null;
      if (challenge) events.asked(null);
      events.unguided(error);
    },
  );

  return {
    take() {
      if (stopped || taken || camera.state !== 'live' || video.videoWidth === 0) return;
      if (guide) {
        guide.take();
        return;
      }
      taken = true;
      photograph(video).then(
        (frame) => {
          if (!stopped) events.taken([frame], undefined);
        },
        () => {
          taken = false;
        },
      );
    },
    retry() {
      taken = false;
      if (camera.state === 'live') watch();
      else camera.retry();
    },
    stop() {
      stopped = true;
      guide?.stop();
      camera.stop();
      video.srcObject = null;
      opened.close();
      thread = null;
    },
  };
}
