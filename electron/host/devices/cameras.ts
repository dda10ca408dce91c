import {
  type CameraReport,
  type CameraState,
  cameraStanding,
  cameraUsbId,
  chooseCamera,
  type Device,
  type HealthPart,
} from '../../contract/index.ts';
import type { Clock } from '../ports.ts';
import {
  type CameraLimits,
  type CameraShortfall,
  type CameraTrouble,
  cameraFault,
  cameraShortfall,
} from './camera-faults.ts';

/** Milliseconds between looks through a camera that is well, or whose light or size is not. */
const everyMs = 600_000;
/** Until one that cannot be had is asked for again, in case nothing announced that it can. */
const againMs = 60_000;
/** Kept of those that went away. */
const most = 20;

interface Known {
  label: string;
  present: boolean;
  /** It went while somebody stood before it. */
  lostInUse: boolean;
  measured: CameraReport['measured'];
}

export interface CamerasOptions {
  /** USB ids of this station's cameras; none when any will do. */
  allowed: readonly string[];
  simulated: boolean;
  limits: CameraLimits;
  clock: Clock;
  /** What staff are to know of the station's cameras has changed; null when all is well again. */
  told: (trouble: CameraTrouble | null) => void;
}

export type Cameras = ReturnType<typeof createCameras>;

/**
 * The cameras the visitor's window sees, as devices of the station: one picture of what the window found between visits
 * ({@link Cameras.reported}) and what it told during one ({@link Cameras.inVisit}). What a window says is its word alone.
 *
 * The window looks through the station's camera when `wanted()` is a number it has not answered yet and nobody is there.
 * For a test by staff: `askFor(id)` has it look now (true when it will, once no visit runs), after which `measured(id)` is
 * newer than before; a camera that failed meanwhile is `absent` or `faulted` in `devices()` and has its code there.
 */
export function createCameras({ allowed, simulated, limits, clock, told }: CamerasOptions) {
  const rule = { allowed, simulated };
  const known = new Map<string, Known>();
  /** The camera that is used, or would be; null before a window has said anything. */
  let use: { id: string | null; state: CameraState } | null = null;
  /** Somebody stands before it. */
  let photographs = false;
  let asked = 1;
  let pending = true;
  let lookedAt = 0;
  let lastTold: CameraTrouble | null = null;

  function ask() {
    pending = true;
    asked += 1;
  }

  const standingOf = ({ label }: Known) => cameraStanding(label, rule);
  const isUsable = (camera: Known) => !['virtual', 'not-allowed'].includes(standingOf(camera));

  function add(id: string, label: string) {
    const before = known.get(id);
    known.set(id, { lostInUse: false, measured: null, ...before, label, present: true });
    for (const [old, { present }] of known) {
      if (known.size <= most) return;
      if (!present) known.delete(old);
    }
  }

  function leave(id: string, lostInUse: boolean) {
    const camera = known.get(id);
    if (camera?.present) known.set(id, { ...camera, present: false, lostInUse, measured: null });
  }

  function seen(labels: readonly string[]) {
    const there = identified(labels);
    for (const id of known.keys()) if (!there.has(id)) leave(id, photographs && use?.id === id);
    for (const [id, label] of there) add(id, label);
  }

  /** The id of the camera that has this label, or of the one that would be used when there is no label. */
  function inUse(label: string): string | null {
    const present = [...known].filter(([, camera]) => camera.present);
    if (!label) {
      const labels = present.map(([, camera]) => camera.label);
      const place = chooseCamera(labels, rule);
      return place === null ? null : (present[place]?.[0] ?? null);
    }
    const found = present.find(([, camera]) => camera.label === label);
    if (found) return found[0];
    const id = idOf(label);
    add(id, label);
    return id;
  }

  function trouble(): CameraTrouble | null {
    if (!use) return null;
    if (use.state === 'denied') return 'denied';
    const all = [...known.values()];
    if (!all.some((camera) => camera.present && isUsable(camera))) {
      if (use.state === 'lost' || all.some(isUsable)) return 'lost';
      const there = all.filter(({ present }) => present).map(standingOf);
      if (there.includes('virtual')) return 'virtual';
      return there.includes('not-allowed') ? 'not-allowed' : 'none';
    }
    if (use.state === 'lost') return 'busy';
    return shortfallOf(use.id);
  }

  function tell() {
    const now = trouble();
    if (now === lastTold) return;
    lastTold = now;
    told(now);
  }

  function shortfallOf(id: string | null): CameraShortfall | null {
    const measured = (id && known.get(id)?.measured) || null;
    return measured && cameraShortfall(measured, limits);
  }

  function stateOf(id: string, camera: Known): Pick<Device, 'state' | 'fault'> {
    const is = (state: Device['state'], code: Parameters<typeof cameraFault>[0] | null = null) => ({
      state,
      fault: code && cameraFault(code),
    });
    if (!camera.present) return is('absent', camera.lostInUse ? 'lost' : 'unplugged');
    const standing = standingOf(camera);
    if (standing === 'virtual' || standing === 'not-allowed') return is('faulted', standing);
    if (use?.state === 'denied') return is('faulted', 'denied');
    if (use?.id !== id) return is('present');
    if (use.state === 'lost') return is('faulted', 'busy');
    const looked = camera.measured !== null || use.state === 'live';
    return is(looked ? 'ready' : 'present', shortfallOf(id));
  }

  const deviceOf = (id: string, name: string, rest: Pick<Device, 'state' | 'fault'>): Device => ({
    id,
    kind: 'camera',
    name: name.slice(0, 120),
    transport: 'media',
    simulated,
    ...rest,
  });

  return {
    /** What the window found outside the photo's screen. `starting` says only which cameras there are. */
    reported(report: CameraReport) {
      if (report.labels.length > 0 || report.state === 'none') seen(report.labels);
      if (report.state === 'starting') {
        const gone = !use?.id || !known.get(use.id)?.present;
        if (gone && report.labels.length > 0) use = { id: inUse(''), state: 'starting' };
        return tell();
      }
      const id = inUse(report.label);
      use = { id, state: report.state };
      photographs = false;
      const camera = id && known.get(id);
      if (camera) {
        const measured = report.measured && { ...report.measured, at: clock.now() };
        known.set(id, { ...camera, lostInUse: false, measured });
      }
      pending = false;
      lookedAt = clock.now();
      tell();
    },
    /** What the window tells of the camera while somebody is to be photographed. */
    inVisit(state: CameraState, label: string) {
      if (state === 'starting') return;
      const was = use;
      if (state === 'lost' && was?.id && photographs) leave(was.id, true);
      if (state === 'none') for (const [id, camera] of known) if (isUsable(camera)) leave(id, false);
      const id = state === 'live' ? inUse(label) : (was?.id ?? null);
      use = { id, state };
      photographs = state === 'live';
      tell();
    },
    /** The visit is over; a camera that failed in it is asked for again. */
    visitEnded() {
      photographs = false;
      if (trouble()) ask();
    },
    /** None before a window has reported; then also those that went, and those the station names and nobody has seen. */
    devices(): Device[] {
      const devices = [...known].map(([id, camera]) => deviceOf(id, camera.label, stateOf(id, camera)));
      if (!use || simulated || [...known.values()].some(isUsable)) return devices;
      const missing = allowed.map((id) =>
        deviceOf(`camera:${id.toLowerCase()}`, `Camera ${id.toLowerCase()}`, {
          state: 'absent',
          fault: cameraFault('unplugged'),
        }),
      );
      return [...devices, ...missing];
    },
    health(): HealthPart {
      const code = trouble();
      const measured = use?.id ? known.get(use.id)?.measured : null;
      const found = measured
        ? `${measured.widthPixels} × ${measured.heightPixels}, ${Math.round(measured.framesPerSecond)} frames a second, light ${Math.round(measured.brightness)} of 255`
        : null;
      const detail = [code, found].filter(Boolean).join(': ') || (use ? use.state : 'not looked through yet');
      const poor = code === 'dark' || code === 'low-resolution';
      return { part: 'camera', state: code ? (poor ? 'degraded' : 'down') : 'ok', detail };
    },
    /** What was measured when the camera was last looked through, `at` by the host's clock; null before, and when it is gone. */
    measured: (device: string): CameraReport['measured'] => known.get(device)?.measured ?? null,
    /** The number of the look that is due; null when none is. A new number is a new wish. */
    wanted: (): number | null => (pending ? asked : null),
    /** Has the window look through this camera now; false when it is not the one the station uses. */
    askFor(device: string): boolean {
      const camera = known.get(device);
      if (!camera?.present || !isUsable(camera) || use?.id !== device) return false;
      ask();
      return true;
    },
    /** Whether time has made a look due. */
    tick(): boolean {
      if (pending) return false;
      const code = trouble();
      const wait = code && code !== 'dark' && code !== 'low-resolution' ? againMs : everyMs;
      if (clock.now() - lookedAt < wait) return false;
      ask();
      return true;
    },
  };
}

const idOf = (label: string) => `camera:${cameraUsbId(label) ?? label}`.slice(0, 110);

/** Ids of cameras by their labels; several of one kind tell nothing else of themselves and are numbered as they come. */
function identified(labels: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const label of labels) {
    const id = idOf(label);
    let number = 1;
    while (found.has(number === 1 ? id : `${id}#${number}`)) number += 1;
    found.set(number === 1 ? id : `${id}#${number}`, label);
  }
  return found;
}
