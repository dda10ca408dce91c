import type { CameraRule, CameraState, LivenessAnswer } from '../../../electron/contract/index.ts';
import type { Asking, Challenge, Hint } from '../../camera/index.ts';

export interface FaceSessionEvents {
  camera(state: CameraState, label: string): void;
  /** `steady` rises from 0 to 1 while all is well; at 1 the picture takes itself. */
  hint(hint: Hint | null, steady: number): void;
  /** What the challenge asks for at this moment; null when it has to begin anew. */
  asked(asking: Asking | null): void;
  /** Encoded frames (JPEG), best first, and the answer to the challenge when there was one. */
  taken(frames: Uint8Array<ArrayBuffer>[], answer: LivenessAnswer | undefined): void;
  /** The guide could not be started: the person takes the picture by hand, without hints. */
  unguided(): void;
}

export interface FaceSession {
  /** Takes the picture now, as it is. */
  take(): void;
  /** Asks for the camera again. */
  retry(): void;
  stop(): void;
}

/** Opens the station's camera into a video element and watches it until stopped. */
export type StartFaceSession = (
  video: HTMLVideoElement,
  events: FaceSessionEvents,
  rule: CameraRule,
  challenge: Challenge | null,
) => FaceSession;
