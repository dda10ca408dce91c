import type { Box, Face, FaceQuality, Point, QualityValue } from '../../electron/contract/index.ts';
import { type Alignment, alignmentOf, inverse } from './align.ts';
import { distance, FACE_OVAL, facePoints, MESH, middle, widestGap } from './geometry.ts';
import { boxMask, histogram, laplacianVariance, luminance, polygonMask } from './luminance.ts';
import { type Raster, warped } from './raster.ts';

/** Side of the square in which pixels are judged, so that the size of the picture does not matter. */
const SIDE = 150;

export interface QualityInput {
  readonly image: Raster;
  /** Pixels of `image`. */
  readonly landmarks: readonly Point[];
  readonly pose: Face['pose'];
  /** The picture, or the part of it that is judged as a portrait; pixels of `image`. */
  readonly frame: Box;
  /** Size of the next largest face as a share of this one's (0 when there is none). */
  readonly secondFace: number;
  readonly alignment: Alignment;
}

/**
 * Face image quality after ISO/IEC 29794-5, with the formulas of its reference implementation OFIQ (BSI) where they
 * follow from landmarks and pixels. `sharpness` is a substitute: OFIQ's needs a trained forest. Here it is the
 * variance of the Laplacian on the aligned face of 150 pixels.
 */
export function measureQuality(input: QualityInput): FaceQuality {
  return { ...geometryQuality(input), ...pixelQuality(input) };
}

function geometryQuality({ landmarks, pose, frame, secondFace }: QualityInput) {
  const { rightEye, leftEye, chin } = facePoints(landmarks);
  const eyes = middle(rightEye, leftEye);
  const planar = distance(rightEye, leftEye);
  const trueDistance = planar / Math.max(0.2, Math.cos((pose.yaw * Math.PI) / 180));
  // OFIQ's T: from the middle of the eyes to the chin.
  const t = Math.max(1e-6, distance(eyes, chin));
  const opening = Math.min(widestGap(landmarks, MESH.rightLids), widestGap(landmarks, MESH.leftLids)) / t;
  const mouth = widestGap(landmarks, MESH.innerLips) / t;
  const size = t / frame.height;
  const left = (rightEye.x - frame.x) / planar;
  const right = (frame.x + frame.width - leftEye.x) / planar;
  const above = (eyes.y - frame.y) / t;
  const below = (frame.y + frame.height - eyes.y) / t;
  return {
    singleFacePresent: value(secondFace, 100 * (1 - Math.min(1, secondFace))),
    eyesOpen: value(opening, 100 * sigmoid(opening, 0.02, 0.01)),
    mouthClosed: value(mouth, 100 * (1 - sigmoid(mouth, 0.2, 0.06))),
    interEyeDistance: value(trueDistance, 100 * sigmoid(trueDistance, 70, 20)),
    headSize: value(size, 200 * (1 - sigmoid(Math.abs(size - 0.45), 0, 0.05))),
    leftwardCrop: value(left, 100 * sigmoid(left, 0.9, 0.1)),
    rightwardCrop: value(right, 100 * sigmoid(right, 0.9, 0.1)),
    marginAbove: value(above, 100 * sigmoid(above, 1.4, 0.1)),
    marginBelow: value(below, 100 * sigmoid(below, 1.8, 0.1)),
    headPoseYaw: angle(pose.yaw),
    headPosePitch: angle(pose.pitch),
    headPoseRoll: angle(pose.roll),
  };
}

function pixelQuality({ image, landmarks, alignment }: QualityInput) {
  const wide = { ...alignment, padding: Math.max(alignment.padding, 0.4) };
  const toImage = alignmentOf(landmarks, wide, SIDE);
  const square = warped(image, toImage, SIDE);
  const points = landmarks.map((point) => inverse(toImage, point));
  const mask = polygonMask(
    FACE_OVAL.map((k) => points[k]!),
    SIDE,
    SIDE,
  );
  const light = luminance(square);
  const shares = histogram(light, mask);
  const mean = shares.reduce((sum, share, k) => sum + (share * k) / 255, 0);
  const variance = shares.reduce((sum, share, k) => sum + share * (k / 255 - mean) ** 2, 0);
  const dark = shares.slice(0, 26).reduce((sum, share) => sum + share, 0);
  const bright = shares.slice(247).reduce((sum, share) => sum + share, 0);
  const entropy = -shares.reduce((sum, share) => sum + (share ? share * Math.log2(share) : 0), 0);
  const uniformity = cheeksAlike(light, points);
  const detail = laplacianVariance(square, mask);
  return {
    illuminationUniformity: value(uniformity, 100 * uniformity ** 0.3),
    luminanceMean: value(mean, 100 * sigmoid(mean, 0.2, 0.05) * (1 - sigmoid(mean, 0.8, 0.05))),
    luminanceVariance: value(variance, 100 * Math.sin(((60 * variance) / (60 * variance + 1)) * Math.PI)),
    underExposurePrevention: value(dark, 120 * (0.832 - sigmoid(dark, 0.92, 0.05))),
    overExposurePrevention: value(bright, 1 / (bright + 0.01)),
    dynamicRange: value(entropy, 12.5 * entropy),
    sharpness: value(detail, 100 * sigmoid(Math.log2(detail + 1), SHARP_ENOUGH, 0.6)),
  };
}

/**
 * log2 of the Laplacian's variance that scores 50. Measured on one portrait that was blurred step by step: at a variance
 * of 35 its distance to the original is 0.23, at 16 it is 0.31, at 8 0.36, at 4 0.45; a match ends at 0.525.
 */
const SHARP_ENOUGH = 4;

/** What the luminance histograms of both cheeks have in common, 0..1 (OFIQ, CalculateRegionOfInterest). */
function cheeksAlike(light: Uint8Array, landmarks: readonly Point[]): number {
  const { rightEye, leftEye, mouthRight, mouthLeft } = facePoints(landmarks);
  const zone = 0.3 * distance(rightEye, leftEye);
  const drop = distance(middle(rightEye, leftEye), middle(mouthRight, mouthLeft)) / 2;
  const cheek = (x: number, y: number) =>
    histogram(light, boxMask({ x, y: y + drop, width: zone, height: zone }, SIDE, SIDE));
  const right = cheek(rightEye.x - zone, rightEye.y);
  const left = cheek(leftEye.x, leftEye.y);
  return right.reduce((sum, share, k) => sum + Math.min(share, left[k]!), 0);
}

const sigmoid = (x: number, centre: number, width: number) => 1 / (1 + Math.exp((centre - x) / width));
const angle = (degrees: number) => value(degrees, 100 * Math.cos((degrees * Math.PI) / 180) ** 2);
const value = (native: number, score: number): QualityValue => ({
  native,
  score: Math.round(Math.min(100, Math.max(0, score))),
});
