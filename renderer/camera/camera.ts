import type { CameraState } from '../../electron/contract/index.ts';

export interface CameraOptions {
  /** The station's camera; without it the system's first. */
  readonly deviceId?: string;
  /** Pixels asked for; the camera may give others. */
  readonly width: number;
  readonly height: number;
}

/** A camera that is kept alive: it comes back after it was unplugged or the machine slept. */
export interface Camera {
  readonly state: CameraState;
  /** The device's name; empty until it is live. */
  readonly label: string;
  /** Asks again at once, for instance after permission was denied. */
  retry(): void;
  stop(): void;
}

export interface CameraEvents {
  state(state: CameraState, label: string): void;
  /** The live picture, or null when there is none. */
  stream(stream: MediaStream | null): void;
}

/** What is used of `navigator.mediaDevices`; replaced in tests. */
export type Media = Pick<MediaDevices, 'getUserMedia' | 'addEventListener' | 'removeEventListener'>;

/** Milliseconds between attempts to get a lost camera back, when no event announces it. */
const RETRY = 2_000;
/** A track that gives no frames for so long is taken for dead: some systems mute it instead of ending it. */
const MUTED_TOO_LONG = 3_000;

/** Opens the camera (video only) and reports what becomes of it until it is stopped. */
export function createCamera(
  { deviceId, width, height }: CameraOptions,
  events: CameraEvents,
  media: Media | undefined = navigator.mediaDevices,
): Camera {
  let state: CameraState = 'starting';
  let label = '';
  let stream: MediaStream | null = null;
  let attempt = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const become = (next: CameraState, name = '') => {
    const changed = next !== state || name !== label;
    state = next;
    label = name;
    if (changed) events.state(state, label);
  };
  const release = () => {
    clearTimeout(timer);
    if (!stream) return;
    for (const track of stream.getTracks()) track.stop();
    stream = null;
    events.stream(null);
  };
  const lose = (next: CameraState) => {
    release();
    become(next);
    // A denial is a person's decision, so only a person (or `retry`) asks again.
    if (next === 'lost') timer = setTimeout(acquire, RETRY);
  };

  async function acquire(): Promise<void> {
    const mine = ++attempt;
    release();
    if (!media) return become('none');
    try {
      const video: MediaTrackConstraints = { width: { ideal: width }, height: { ideal: height } };
      if (deviceId) video.deviceId = { exact: deviceId };
      const opened = await media.getUserMedia({ video, audio: false });
      if (stopped || mine !== attempt) {
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      const [track] = opened.getVideoTracks();
      if (!track) return lose('none');
      watch(track);
      stream = opened;
      events.stream(opened);
      become('live', track.label);
    } catch (error) {
      if (!stopped && mine === attempt) lose(stateAfter(error, state));
    }
  }

  function watch(track: MediaStreamTrack): void {
    let muted: ReturnType<typeof setTimeout> | undefined;
    const current = () => stream?.getVideoTracks()[0] === track;
    track.addEventListener('ended', () => {
      clearTimeout(muted);
      if (!stopped && current()) lose('lost');
    });
    track.addEventListener('mute', () => {
      clearTimeout(muted);
      muted = setTimeout(() => {
        if (!stopped && current()) lose('lost');
      }, MUTED_TOO_LONG);
    });
    track.addEventListener('unmute', () => clearTimeout(muted));
  }

  const devicesChanged = () => {
    if (state === 'lost' || state === 'none') void acquire();
  };
  media?.addEventListener('devicechange', devicesChanged);
  void acquire();

  return {
    get state() {
      return state;
    },
    get label() {
      return label;
    },
    retry() {
      if (stopped) return;
      become('starting');
      void acquire();
    },
    stop() {
      stopped = true;
      media?.removeEventListener('devicechange', devicesChanged);
      release();
    },
  };
}

/** What a refusal of `getUserMedia` means (W3C Media Capture and Streams, 10.2). */
function stateAfter(error: unknown, before: CameraState): CameraState {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  // A camera that was there a moment ago is lost; it may be plugged in again.
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return before === 'lost' ? 'lost' : 'none';
  return 'lost';
}
