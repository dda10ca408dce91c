import type { CameraState } from '../../electron/contract/index.ts';

/** What a refusal of `getUserMedia` means (W3C Media Capture and Streams, 10.2). */
export function stateAfter(error: unknown, before: CameraState): CameraState {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  // A camera that was there a moment ago is lost; it may be plugged in again.
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return before === 'lost' ? 'lost' : 'none';
  return 'lost';
}
