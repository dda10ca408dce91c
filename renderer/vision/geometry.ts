import type { Box, Face, Point } from '../../electron/contract/index.ts';

/** Landmarks of MediaPipe's face mesh, by what they mark; right and left are the person's own. */
export const MESH = {
  rightEyeCorners: [33, 133],
  leftEyeCorners: [263, 362],
  rightLids: [
    [159, 145],
    [160, 144],
    [158, 153],
  ],
  leftLids: [
    [386, 374],
    [385, 380],
    [387, 373],
  ],
  innerLips: [
    [13, 14],
    [82, 87],
    [312, 317],
  ],
  noseTip: 1,
  mouthRight: 61,
  mouthLeft: 291,
  chin: 152,
  count: 478,
} as const;

/** The outline of the face, in order. */
export const FACE_OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const;

export const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** The named points of a face; an eye is the middle of its corners. */
export function facePoints(landmarks: readonly Point[]): Face['points'] {
  const at = (k: number): Point => ({ x: landmarks[k]!.x, y: landmarks[k]!.y });
  return {
    rightEye: middle(at(MESH.rightEyeCorners[0]), at(MESH.rightEyeCorners[1])),
    leftEye: middle(at(MESH.leftEyeCorners[0]), at(MESH.leftEyeCorners[1])),
    noseTip: at(MESH.noseTip),
    mouthRight: at(MESH.mouthRight),
    mouthLeft: at(MESH.mouthLeft),
    chin: at(MESH.chin),
  };
}

export function boundingBox(landmarks: readonly Point[]): Box {
  const xs = landmarks.map(({ x }) => x);
  const ys = landmarks.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The wider of the gaps between the given pairs of landmarks. */
export function widestGap(
  landmarks: readonly Point[],
  pairs: readonly (readonly [number, number])[],
): number {
  return Math.max(...pairs.map(([a, b]) => distance(landmarks[a]!, landmarks[b]!)));
}

/**
 * What the pose matrix gives as pitch for a frontal portrait: the median over 21 portraits in specimen passports. It
 * is taken off, so that 0 means a head held as for a passport photo.
 */
export const FRONTAL_PITCH = 8;

/**
 * Degrees from MediaPipe's facial transformation matrix (4 × 4, column by column; x to the right of the picture, y up,
 * z towards the camera), with the signs of ISO/IEC 39794-5 as {@link Face} states them.
 */
export function poseOf(matrix: readonly number[]): Face['pose'] {
  const entry = (row: number, column: number) => matrix[4 * column + row]!;
  const [fx, fy, fz] = [entry(0, 2), entry(1, 2), entry(2, 2)];
  const degrees = (radians: number) => (radians * 180) / Math.PI;
  return {
    yaw: degrees(Math.atan2(fx, fz)),
    pitch: degrees(Math.atan2(-fy, Math.hypot(fx, fz))) - FRONTAL_PITCH,
    roll: degrees(Math.atan2(entry(1, 0), entry(1, 1))),
  };
}
