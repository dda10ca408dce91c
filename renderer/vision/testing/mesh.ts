import type { Point } from '../../../electron/contract/index.ts';
import type { DetectedFace } from '../detect.ts';
import { boundingBox, distance, FACE_OVAL, facePoints, MESH } from '../geometry.ts';

/** Where the named landmarks lie, in distances between the eyes, from the middle of the eyes; roughly a face. */
const NAMED: Record<number, [number, number]> = {
  33: [-0.75, 0],
  133: [-0.25, 0],
  362: [0.25, 0],
  263: [0.75, 0],
  1: [0, 0.6],
  2: [0, 0.75],
  61: [-0.4, 1.1],
  291: [0.4, 1.1],
};

/** A drawn-up face for tests: an ellipse with eyes, nose and mouth where they belong. */
export function faceAt(
  eyes: Point,
  interEyeDistance: number,
  options: { roll?: number; yaw?: number; pitch?: number; eyeOpening?: number; mouthOpening?: number } = {},
): DetectedFace {
  const { roll = 0, yaw = 0, pitch = 0, eyeOpening = 0.12, mouthOpening = 0.02 } = options;
  const places: [number, number][] = Array.from({ length: MESH.count }, () => [0, 0.4]);
  FACE_OVAL.forEach((landmark, k) => {
    const angle = (2 * Math.PI * k) / FACE_OVAL.length;
    places[landmark] = [1.2 * Math.sin(angle), 0.35 - 1.5 * Math.cos(angle)];
  });
  const pairs = (list: readonly (readonly [number, number])[], x: number, y: number, gap: number) => {
    for (const [upper, lower] of list) {
      places[upper] = [x, y - gap / 2];
      places[lower] = [x, y + gap / 2];
    }
  };
  pairs(MESH.rightLids, -0.5, 0, eyeOpening);
  pairs(MESH.leftLids, 0.5, 0, eyeOpening);
  pairs(MESH.innerLips, 0, 1.1, mouthOpening);
  for (const [landmark, place] of Object.entries(NAMED)) places[Number(landmark)] = place;
  // A lean to the right shoulder turns the picture's face counter-clockwise.
  const [cos, sin] = [Math.cos((-roll * Math.PI) / 180), Math.sin((-roll * Math.PI) / 180)];
  const landmarks = places.map(([x, y]) => ({
    x: eyes.x + interEyeDistance * (x * cos - y * sin),
    y: eyes.y + interEyeDistance * (x * sin + y * cos),
  }));
  const { rightEye, leftEye } = facePoints(landmarks);
  return {
    landmarks,
    box: boundingBox(landmarks),
    pose: { yaw, pitch, roll },
    interEyeDistance: distance(rightEye, leftEye),
  };
}
