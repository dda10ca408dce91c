import type { FaceLandmarkerResult } from '@mediapipe/tasks-vision';
import type { Point } from '../../electron/contract/index.ts';
import {
  boxMask,
  type DetectedFace,
  facesOf,
  histogram,
  laplacianVariance,
  luminance,
  MESH,
  secondShare,
  widestGap,
} from '../vision/index.ts';
import type { Observation, ObservedFace } from './hints.ts';
import type { Candidate } from './shots.ts';

/** Gives the pixels of the face's middle, scaled to a square of `SAMPLE` pixels. */
export type Sampler = (box: DetectedFace['box']) => ImageData;
/** Side of the sampled square: enough to see blur, little enough for every frame. */
export const SAMPLE = 96;
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
  return {
    observe(result, frame, at) {
      const faces = facesOf(result, frame).sort((a, b) => b.box.height - a.box.height);
      const [largest] = faces;
      if (!largest) {
        track = [];
        return { face: null, secondFace: null, candidate: null };
      }
      const eyes = eyesOf(largest);
      track = [...track.filter((one) => at - one.at <= 2 * MOVEMENT), { at, eyes }];
      const then = track.find((one) => at - one.at <= MOVEMENT) ?? track[0]!;
      const moved = Math.hypot(eyes.x - then.eyes.x, eyes.y - then.eyes.y) / largest.interEyeDistance;
      const pixels = sample(middleOf(largest));
      const everywhere = boxMask({ x: 0, y: 0, width: SAMPLE, height: SAMPLE }, SAMPLE, SAMPLE);
      const { pose, interEyeDistance, box } = largest;
      const opening = Math.min(
        widestGap(largest.landmarks, MESH.rightLids),
        widestGap(largest.landmarks, MESH.leftLids),
      );
      const eyeOpening = opening / interEyeDistance;
      const face: ObservedFace = {
        centre: { x: (box.x + box.width / 2) / frame.width, y: (box.y + box.height / 2) / frame.height },
        height: box.height / frame.height,
        interEyeDistance,
        pose,
        eyeOpening,
        mouthWidth: mouthWidthOf(largest),
        luminance: meanOf(histogram(luminance(pixels), everywhere)),
        speed: at > then.at ? (1000 * moved) / (at - then.at) : 0,
      };
      const candidate = {
        at,
        sharpness: laplacianVariance(pixels, everywhere),
        yaw: pose.yaw,
        pitch: pose.pitch,
        eyeOpening,
      };
      return { face, secondFace: secondShare(faces), candidate };
    },
  };
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
function middleOf({ box }: DetectedFace): DetectedFace['box'] {
  return {
    x: box.x + 0.15 * box.width,
    y: box.y + 0.2 * box.height,
    width: 0.7 * box.width,
    height: 0.7 * box.height,
  };
}

const meanOf = (shares: Float64Array) => shares.reduce((sum, share, k) => sum + (share * k) / 255, 0);
