import type { CameraState } from '../../electron/contract/index.ts';
import { type CameraOptions, type Media, openCamera, release } from './open.ts';
import { stateAfter } from './state-after.ts';

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

/** Milliseconds between attempts to get a lost camera back, when no event announces it. */
const RETRY = 2_000;
/** Milliseconds a camera may take to open, after which it is taken for lost: some drivers never answer. */
const OPEN_LIMIT = 20_000;
/** A track that gives no frames for so long is taken for dead: some systems mute it instead of ending it. */
const MUTED_TOO_LONG = 3_000;

/** Opens the station's camera (video only) and reports what becomes of it until it is stopped. */
export function createCamera(
  options: CameraOptions,
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
  const letGo = () => {
    clearTimeout(timer);
    if (!stream) return;
    release(stream);
    stream = null;
    events.stream(null);
  };
  const lose = (next: CameraState) => {
    letGo();
    become(next);
    // A denial is a person's decision, so only a person (or `retry`) asks again.
    if (next === 'lost') timer = setTimeout(acquire, RETRY);
  };

  async function acquire(): Promise<void> {
    const mine = ++attempt;
    letGo();
    if (!media) return become('none');
    timer = setTimeout(() => {
      // What it opens after all is not this attempt's any more, and is closed unseen.
      attempt += 1;
      lose('lost');
    }, OPEN_LIMIT);
    try {
      const { stream: opened } = await openCamera(options, media);
      if (stopped || mine !== attempt) return release(opened);
      const track = opened?.getVideoTracks()[0];
      // The station's camera is not there, though others may be; one that was is on its way back.
      if (!opened || !track) return lose(state === 'lost' ? 'lost' : 'none');
      watch(track);
      clearTimeout(timer);
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
      letGo();
    },
  };
}
