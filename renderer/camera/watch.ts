import type { CameraReport, CameraRule } from '../../electron/contract/index.ts';
import { labelsOf, lookThrough } from './look.ts';
import { areNamed, camerasOf, type Media } from './open.ts';

/** Milliseconds in which several cameras come and go together: one that is plugged in shows up more than once. */
const SETTLING = 700;
/** After a look, in which what comes and goes without a name may be the look itself. */
const QUIET = 5_000;

export interface CameraWish {
  readonly rule: CameraRule;
  /** The number of the look that the host wants, each answered once; null when it wants none. */
  readonly wanted: number | null;
  /** Nobody is there, the window is seen and the host is heard: the camera may be opened. */
  readonly free: boolean;
}

export interface CameraWatch {
  update(wish: CameraWish): void;
  stop(): void;
}

/**
 * Keeps the host told of the station's cameras outside the photo's screen. While nobody is there it looks through the
 * camera when the host wants it or a camera comes or goes, and lets go of it at once when a visit begins; during a visit
 * it tells which cameras there are and opens none.
 */
export function watchCameras(
  { width, height }: { width: number; height: number },
  report: (report: CameraReport) => void,
  media: Media | undefined = navigator.mediaDevices,
  look: typeof lookThrough = lookThrough,
): CameraWatch {
  let wish: CameraWish | null = null;
  let running: AbortController | null = null;
  let answered: number | null = null;
  let cameOrWent = false;
  /** The cameras as they were last looked at. */
  let seen = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function lookNow({ rule, wanted }: CameraWish, cameras: Media) {
    const mine = new AbortController();
    running = mine;
    answered = wanted;
    cameOrWent = false;
    const found = await look({ rule, width, height }, mine.signal, cameras);
    const now = nameOf(await camerasOf(cameras));
    if (running !== mine) return;
    running = null;
    seen = now;
    lookedAt = Date.now();
    if (found) report(found);
    begin();
  }

  function begin() {
    if (!wish?.free || running) return;
    if (!cameOrWent && (wish.wanted === null || wish.wanted === answered)) return;
    if (media) void lookNow(wish, media);
    else {
      answered = wish.wanted;
      report({ labels: [], state: 'none', label: '', measured: null });
    }
  }

  function letGo() {
    running?.abort();
    running = null;
  }

  function listed(found: readonly MediaDeviceInfo[]) {
    seen = nameOf(found);
    // Cameras without names are cameras this page may not know now.
    if (found.length > 0 && !areNamed(found)) return;
    const labels = labelsOf(found);
    report({ labels, state: found.length > 0 ? 'starting' : 'none', label: '', measured: null });
  }

  async function listChanged(cameras: Media) {
    const found = await camerasOf(cameras);
    const unnamed = found.length > 0 && !areNamed(found);
    // A camera that merely wakes up would otherwise be looked through again and again.
    if (!wish || (unnamed ? Date.now() - lookedAt < QUIET : nameOf(found) === seen)) return;
    cameOrWent = true;
    if (!wish.free) return listed(found);
    letGo();
    begin();
  }

  const devicesChanged = () => {
    clearTimeout(timer);
    timer = setTimeout(() => media && void listChanged(media), SETTLING);
  };
  media?.addEventListener('devicechange', devicesChanged);

  return {
    update(next) {
      const wasFree = wish?.free;
      wish = next;
      if (!next.free) {
        letGo();
        return;
      }
      // What was cut short, or not heard, is done again when it is free once more.
      if (!wasFree) answered = null;
      begin();
    },
    stop() {
      clearTimeout(timer);
      media?.removeEventListener('devicechange', devicesChanged);
      wish = null;
      letGo();
    },
  };
}

const nameOf = (cameras: readonly MediaDeviceInfo[]): string =>
  cameras.map(({ deviceId, label }) => `${deviceId} ${label}`).join('\n');
