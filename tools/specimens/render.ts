import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFaceMesh } from './face-mesh.ts';
import type { Light, SpecimenPerson } from './person.ts';
import { booth } from './rooms.ts';

/** One moment before the camera: angles in degrees, gaze as yaw and pitch of the eyes, sway in centimetres. */
interface Pose {
  yaw?: number;
  pitch?: number;
  roll?: number;
  gaze?: [number, number];
  sway?: [number, number, number];
  blink?: number;
  shape?: Record<string, number>;
}

/** What people do while they wait for a photograph: look about a little, smile, sway. */
const moments: Pose[] = [
  { yaw: -1, pitch: 1, roll: 0.6 },
  { yaw: -3.5, pitch: 0.5, roll: 1.2, sway: [-0.4, 0, 0], gaze: [2, 0], shape: { smile: 0.15 } },
  { yaw: -7, pitch: -1, roll: 1.6, sway: [-0.9, 0.1, 0.4], gaze: [4, 0], shape: { smile: 0.3 } },
  { yaw: 0, pitch: -3, roll: -0.8, sway: [0, 0.2, 1.4], gaze: [0, 2], shape: { smile: 0.35 } },
  { yaw: 3, pitch: -1, roll: -1.8, sway: [0.5, 0.1, 1], gaze: [-2, 1], shape: { smile: 0.2 } },
  { yaw: 7, pitch: 1.5, roll: -2.2, sway: [1.1, 0, 0.4], gaze: [-4, 0] },
  { yaw: 1.5, pitch: 2.5, roll: 0, sway: [0.3, -0.2, 0], gaze: [0, -1], shape: { smile: 0.1 } },
  { yaw: 0, pitch: 0, roll: 0.3, shape: { smile: 0.2 } },
];

/**
 * What people do when they are asked to (the liveness actions of the contract), as key frames from the rest to the end of
 * the movement. Yaw is positive to their own left, pitch when they look down; sway is towards the camera in the third.
 */
const acts = {
  'turn-left': [9, 17, 24, 29].map(
    (yaw): Pose => ({ yaw, pitch: -0.5, roll: 0.04 * yaw, gaze: [-yaw / 4, 0] }),
  ),
  'turn-right': [-9, -17, -24, -29].map(
    (yaw): Pose => ({ yaw, pitch: 0.5, roll: 0.05 * yaw, gaze: [-yaw / 4, 0] }),
  ),
  'look-up': [-8, -15, -21].map((pitch): Pose => ({ pitch, yaw: 0.8, gaze: [0, pitch / 5] })),
  blink: [0.55, 1].map((blink): Pose => ({ blink, yaw: -0.6, pitch: 0.8 })),
  smile: [0.5, 0.9, 1.3].map((smile): Pose => ({ shape: { smile }, yaw: 0.7, roll: 0.5 })),
  nearer: [9, 17, 24, 30].map((z): Pose => ({ sway: [0.2, -0.1 * (z / 9), z], pitch: 0.6, yaw: -0.8 })),
  further: [-10, -19, -27].map((z): Pose => ({ sway: [-0.2, 0.4, z], pitch: 0.4, yaw: 0.5 })),
} satisfies Record<string, Pose[]>;
export type Act = keyof typeof acts;
export const actNames = Object.keys(acts) as Act[];

interface Shot {
  file: string;
  width: number;
  height: number;
  samples: number;
  pose: Pose;
  /** Whether light goes under the skin: it costs time and cannot be seen at the distance of a webcam. */
  subsurface: boolean;
  light: Light;
  camera: { lens: number; at: number[]; to: number[]; exposure: number };
}

export interface Renders {
  portrait: string;
  webcam: string[];
  acts: Record<Act, string[]>;
}

/** The frames' files among a specimen's own. */
export function framesOf(): string[] {
  return moments.map((_, k) => `webcam-${String(k).padStart(2, '0')}.jpg`);
}

/** The key frames' files of each act among a specimen's own. */
export function framesOfActs(): Record<Act, string[]> {
  const named = actNames.map((act) => [act, acts[act].map((_, k) => `act-${act}-${k}.jpg`)] as const);
  return Object.fromEntries(named) as Record<Act, string[]>;
}

export function rendersOf(person: SpecimenPerson, folder: string): Renders {
  return {
    portrait: join(folder, `${person.id}-portrait.png`),
    webcam: moments.map((_, k) => join(folder, `${person.id}-webcam-${String(k).padStart(2, '0')}.png`)),
    acts: Object.fromEntries(
      actNames.map((act) => [act, acts[act].map((_, k) => join(folder, `${person.id}-${act}-${k}.png`))]),
    ) as Record<Act, string[]>,
  };
}

/** `acts`: these alone, without the portrait and the moments before the camera. */
function shotsOf(person: SpecimenPerson, folder: string, quality: number, actsOnly: boolean): Shot[] {
  const files = rendersOf(person, folder);
  const samples = (full: number) => Math.max(4, Math.round(full * quality));
  const portrait: Shot = {
    file: files.portrait,
    width: 448,
    height: 576,
    samples: samples(64),
    pose: { shape: { smile: -0.2 } },
    subsurface: true,
    light: booth,
    camera: { lens: 108, at: [0, -0.5, 150], to: [0, -0.5, 0], exposure: 0.05 + (person.look.exposure ?? 0) },
  };
  const beforeTheCamera = (file: string, pose: Pose): Shot => ({
    file,
    width: 640,
    height: 480,
    samples: samples(26),
    pose,
    subsurface: false,
    light: person.room.light,
    camera: {
      lens: 44,
      at: [0.8, 1.5, 72],
      to: [0, -0.9, 0],
      exposure: 0.15 + (person.look.exposure ?? 0),
    },
  });
  const acting = actNames.flatMap((act) =>
    acts[act].map((pose, k) => beforeTheCamera(files.acts[act][k]!, pose)),
  );
  if (actsOnly) return acting;
  return [portrait, ...moments.map((pose, k) => beforeTheCamera(files.webcam[k]!, pose)), ...acting];
}

/**
 * Renders what is not yet in `folder` with Blender's Cycles; the same version gives the same pictures but for a few pixels.
 *
 * @param quality factor on the number of samples per pixel.
 */
export function render(
  people: readonly SpecimenPerson[],
  folder: string,
  quality = 1,
  actsOnly = false,
): void {
  mkdirSync(folder, { recursive: true });
  const temporary = mkdtempSync(join(tmpdir(), 'specimens-'));
  try {
    const job = join(temporary, 'job.json');
    const face = readFaceMesh();
    const of = ({ id, seed, look }: SpecimenPerson, shots: Shot[]) => ({ id, seed, look, shots });
    writeFileSync(
      job,
      JSON.stringify({ face, people: people.map((p) => of(p, shotsOf(p, folder, quality, actsOnly))) }),
    );
    const script = fileURLToPath(new URL('./blender/render.py', import.meta.url));
    execFileSync('blender', ['-b', '--python-exit-code', '1', '-P', script, '--', job], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** A render as a data URL, for the page that finishes it. */
export function dataUrl(file: string): string {
  return `data:image/png;base64,${readFileSync(file).toString('base64')}`;
}
