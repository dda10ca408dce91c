import { RIGID } from '../../../../../renderer/vision/sequence-landmarks.ts';
import { readFaceMesh } from '../../../../../tools/specimens/face-mesh.ts';
import type { LivenessAction, LivenessAnswer, Point, SequenceFrame } from '../../../../contract/index.ts';

type Vector = readonly [number, number, number];

/** MediaPipe's canonical face, in centimetres: a head that can be turned and looked at by a camera. */
const head = RIGID.map((k) => readFaceMesh().v[k]!);

/** How a head, or a picture of one, is held before the camera. Degrees and centimetres. */
export interface Held {
  yaw?: number;
  pitch?: number;
  /** Towards the camera, which is 60 away. */
  nearer?: number;
  /** A picture: what the camera sees lies in one plane. */
  flat?: boolean;
  /** Share of the true angles that the pose matrix shows; an eighth of a plane's when not given. */
  seen?: number;
  closed?: boolean;
  smiling?: boolean;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

function rotated([x, y, z]: Vector, yaw: number, pitch: number): Vector {
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  const [u, w] = [x * cy + z * sy, -x * sy + z * cy];
  return [u, y * cp - w * sp, y * sp + w * cp];
}

/** Pinhole camera of 900 pixels' focal length, at `far` centimetres. */
const project = ([x, y, z]: Vector, far: number): Point => ({
  x: 640 + (900 * x) / (far - z),
  y: 360 - (900 * y) / (far - z),
});

/** What the vision page would measure. Landmarks come with the noise of a detector, from a fixed source. */
export function frameOf(held: Held, noise: () => number): SequenceFrame {
  const { yaw = 0, pitch = 0, nearer = 0, flat = false } = held;
  const far = 60 - nearer;
  // The neck is below and behind: the head turns about it.
  const pivot: Vector = [0, -6, -6];
  const turned = head.map((point) => {
    const shape: Vector = flat ? flattened(point) : point;
    const centred: Vector = [shape[0] - pivot[0], shape[1] - pivot[1], shape[2] - pivot[2]];
    const [x, y, z] = rotated(centred, radians(yaw), radians(pitch));
    return [x + pivot[0], y + pivot[1], z + pivot[2]] as const;
  });
  const rigid = turned.map((point) => {
    const { x, y } = project(point, far);
    return { x: x + noise() * 0.8, y: y + noise() * 0.8 };
  });
  const [a, b] = [rigid[0]!, rigid[3]!];
  const interEyeDistance = Math.hypot(a.x - b.x, a.y - b.y) * 0.72;
  const xs = rigid.map(({ x }) => x);
  const width = Math.max(...xs) - Math.min(...xs);
  const { seen = flat ? 0.13 : 1 } = held;
  const lids = held.closed ? 0.08 : 0.3 + noise() * 0.01;
  return {
    faces: 1,
    secondFace: 0,
    face: {
      box: { x: Math.min(...xs), y: 200, width, height: 1.3 * width },
      pose: { yaw: seen * yaw + noise(), pitch: seen * pitch + noise(), roll: noise() },
      interEyeDistance,
      rigid,
      eyeOpening: { right: lids, left: lids },
      mouthWidth: (held.smiling ? 0.68 : 0.56) + noise() * 0.005,
      skin: { red: 0.3, green: 0.2, blue: 0.15 },
      moire: 0.02,
      border: 0.3,
      identity: 0.2 + 0.004 * Math.abs(yaw),
    },
  };
}

/** The frontal view from 60 centimetres, printed and held where the face would be. */
function flattened([x, y, z]: Vector): Vector {
  const scale = 60 / (60 - z);
  return [x * scale, y * scale, 0];
}

/** A seeded source of noise in [-1, 1]. */
export function noiseOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 4294967296) * 2 - 1;
  };
}

/** What somebody does when asked to, as a share of the way there. */
export function acted(action: LivenessAction, share: number): Held {
  switch (action) {
    case 'turn-left':
      return { yaw: 28 * share };
    case 'turn-right':
      return { yaw: -28 * share };
    case 'look-up':
      return { pitch: -20 * share };
    case 'nearer':
      return { nearer: 22 * share };
    case 'further':
      return { nearer: -18 * share };
    case 'blink':
      return { closed: share > 0.9 };
    case 'smile':
      return { smiling: share > 0.5 };
  }
}

/** Eight frames a second, two at rest before, then a second and a half for each action, there and back. */
export function performance(
  actions: readonly LivenessAction[],
  { seed = 1, change = (held: Held) => held }: { seed?: number; change?: (held: Held) => Held } = {},
): { answer: LivenessAnswer; measured: SequenceFrame[] } {
  const noise = noiseOf(seed);
  const moments: { action: number | null; held: Held }[] = [
    { action: null, held: {} },
    { action: null, held: {} },
    { action: null, held: {} },
    { action: null, held: {} },
    ...actions.flatMap((action, k) =>
      [0, 0.2, 0.4, 0.6, 0.8, 1, 1, 0.8, 0.5, 0.2, 0, 0].map((share) => ({
        action: k,
        held: acted(action, share),
      })),
    ),
  ];
  return {
    answer: {
      challenge: 'c1',
      cadence: moments.map((_, k) => 33 + 0.4 * (k % 3)),
      frames: moments.map(({ action }, k) => ({
        at: 125 * k,
        action,
        colour: null,
        jpeg: Uint8Array.of(k & 255, seed & 255, k >> 8),
      })),
    },
    measured: moments.map(({ held }) => frameOf(change(held), noise)),
  };
}
