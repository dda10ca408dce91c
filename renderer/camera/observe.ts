import type { FaceLandmarkerResult } from '@mediapipe/tasks-vision';
import type { Box, Point } from '../../electron/contract/index.ts';
import {
  boxMask,
  type DetectedFace,
  facesOf,
  histogram,
  laplacianVariance,
  luminance,
  MESH,
  type Raster,
  secondShare,
  widestGap,
} from '../vision/index.ts';
import { burntBehind, burntEyes, eyesOpen, lipsBySkin } from './features.ts';
import type { Observation, ObservedFace } from './hints.ts';
import type { Candidate } from './shots.ts';

/** Gives a part of the present frame, scaled to a square of `side` pixels. */
export type Sampler = (box: Box, side: number) => Raster;
/** Sides of the sampled squares: enough to see what is asked of them, little enough for every frame. */
const SKIN = 96;
const FACE = 128;
const ROOM = 64;
/** Milliseconds over which movement is measured; from one frame to the next it would mostly be noise. */
const MOVEMENT = 200;

export interface Observed extends Observation {
  readonly candidate: Candidate | null;
}

/** Turns what MediaPipe found in one frame after the other into measures. */
export function createObserver(sample: Sampler): {
  observe(result: FaceLandmarkerResult, frame: { width: number; height: number }, at: number): Observed;
} {
  let track: { at: number; eyes: Point }[] = [];
  const speedOf = (face: DetectedFace, at: number) => {
    const eyes = eyesOf(face);
    track = [...track.filter((one) => at - one.at <= 2 * MOVEMENT), { at, eyes }];
    const then = track.find((one) => at - one.at <= MOVEMENT) ?? track[0]!;
    const moved = Math.hypot(eyes.x - then.eyes.x, eyes.y - then.eyes.y) / face.interEyeDistance;
    return at > then.at ? (1000 * moved) / (at - then.at) : 0;
  };
  return {
    observe(result, frame, at) {
      const faces = facesOf(result, frame).sort((a, b) => b.box.height - a.box.height);
      const [largest] = faces;
      if (!largest) {
        track = [];
        return { face: null, secondFace: null, candidate: null };
      }
      const { pose, interEyeDistance, box, landmarks } = largest;
      const skin = sample(middleOf(box), SKIN);
      const everywhere = boxMask({ x: 0, y: 0, width: SKIN, height: SKIN }, SKIN, SKIN);
      const opening = Math.min(widestGap(landmarks, MESH.rightLids), widestGap(landmarks, MESH.leftLids));
      const eyeOpening = opening / interEyeDistance;
      const face: ObservedFace = {
        centre: { x: (box.x + box.width / 2) / frame.width, y: (box.y + box.height / 2) / frame.height },
        height: box.height / frame.height,
        interEyeDistance,
        pose,
        eyeOpening,
        eyesOpen: eyesOpen(landmarks),
        mouthWidth: mouthWidthOf(largest),
        luminance: meanOf(histogram(luminance(skin), everywhere)),
        speed: speedOf(largest, at),
        ...covered(sample, largest),
        burntBehind: burntBehind(
          sample({ x: 0, y: 0, width: frame.width, height: frame.height }, ROOM),
          headOf(box, ROOM / frame.width, ROOM / frame.height),
        ),
      };
      const candidate = {
        at,
        sharpness: laplacianVariance(skin, everywhere),
        yaw: pose.yaw,
        pitch: pose.pitch,
        eyeOpening,
      };
      return { face, secondFace: secondShare(faces), candidate };
    },
  };
}

function covered(sample: Sampler, { box, landmarks }: DetectedFace) {
  const raster = sample(box, FACE);
  const inside = landmarks.map(({ x, y }) => ({
    x: ((x - box.x) / box.width) * FACE,
    y: ((y - box.y) / box.height) * FACE,
  }));
  return { burntEyes: burntEyes(raster, inside), lipsBySkin: lipsBySkin(raster, inside) };
}

function mouthWidthOf({ landmarks }: DetectedFace): number {
  const apart = (a: number, b: number) =>
    Math.hypot(landmarks[a]!.x - landmarks[b]!.x, landmarks[a]!.y - landmarks[b]!.y);
  return apart(MESH.mouthRight, MESH.mouthLeft) / apart(MESH.rightEyeCorners[0], MESH.leftEyeCorners[0]);
}

const eyesOf = ({ landmarks }: DetectedFace): Point => {
  const corners = [...MESH.rightEyeCorners, ...MESH.leftEyeCorners].map((k) => landmarks[k]!);
  return {
    x: corners.reduce((sum, { x }) => sum + x, 0) / corners.length,
    y: corners.reduce((sum, { y }) => sum + y, 0) / corners.length,
  };
};

/** The part of the face that is skin, eyes, nose and mouth, without hair and background. */
function middleOf({ x, y, width, height }: Box): Box {
  return { x: x + 0.15 * width, y: y + 0.2 * height, width: 0.7 * width, height: 0.7 * height };
}

/** The head with its hair, and the body below it, in other pixels. */
function headOf({ x, y, width, height }: Box, across: number, down: number): Box {
  return {
    x: (x - 0.3 * width) * across,
    y: (y - 0.45 * height) * down,
    width: 1.6 * width * across,
    height: 10 * height * down,
  };
}

const meanOf = (shares: Float64Array) => shares.reduce((sum, share, k) => sum + (share * k) / 255, 0);
