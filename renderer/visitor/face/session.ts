import type { CameraState } from '../../../electron/contract/index.ts';
import type { Messages } from '../../i18n/index.ts';

/** What the live picture asks of the person; each is one short sentence. */
export type FaceHint = keyof Messages['face']['hints'];

export interface FaceSessionEvents {
  camera(state: CameraState, label: string): void;
  /** `steady` rises from 0 to 1 while all is well; at 1 the picture takes itself. */
  hint(hint: FaceHint | null, steady: number): void;
  /** Encoded frames (JPEG), best first. */
  taken(frames: Uint8Array<ArrayBuffer>[]): void;
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

/** Opens the camera into a video element and watches it until stopped. */
export type StartFaceSession = (video: HTMLVideoElement, events: FaceSessionEvents) => FaceSession;
