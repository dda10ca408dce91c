import type { LivenessAnswer, VisionErrorCode } from '../../electron/contract/index.ts';
import type { Asking, Challenge } from './challenge.ts';
import type { Hint } from './hints.ts';

type Jpeg = Uint8Array<ArrayBuffer>;

/** What the page tells the guide's worker. */
export type ToGuide =
  | { readonly type: 'load'; readonly modelBase: string }
  | { readonly type: 'begin'; readonly attempt: number; readonly challenge: Challenge | null }
  /** `at`: milliseconds of the page's clock. The frame is the worker's from now on, which closes it. */
  | {
      readonly type: 'frame' | 'take';
      readonly attempt: number;
      readonly at: number;
      readonly frame: VideoFrame;
    };

/** What the guide's worker tells the page; each frame is answered once, whatever its attempt, so that the next may come. */
export type FromGuide =
  | { readonly type: 'loaded' }
  | ({ readonly type: 'seen'; readonly attempt: number } & Seen)
  | ({ readonly type: 'taken'; readonly attempt: number } & Taken)
  /** The worker is of no more use. */
  | { readonly type: 'failed'; readonly code: VisionErrorCode; readonly message: string };

/** What one frame showed. */
export interface Seen {
  readonly hint: Hint;
  /** Rises from 0 to 1 while the face is well placed. */
  readonly steady: number;
  /** Null until the challenge has begun, and without one. */
  readonly asking: Asking | null;
  /** No further frame is wanted: what was taken follows. */
  readonly over: boolean;
}

export interface Taken {
  /** Best first. */
  readonly frames: Jpeg[];
  readonly sequence: LivenessAnswer['frames'];
}
