import type { FaceQuality, ImageAnalysis, QualityComponent } from '../../contract/index.ts';
import { type QualityLimits, qualityReasons } from '../../host/faces/index.ts';

const tenth = (value: number) => Math.round(10 * value) / 10;

/** The largest face of a picture in figures; `reasons` is what keeps it from being compared well. */
export function describeQuality({ faces, width, height }: ImageAnalysis, limits: QualityLimits) {
  const [face] = faces;
  if (!face) return { width, height, faces: 0, reasons: ['no-face'] };
  const { yaw, pitch, roll } = face.pose;
  return {
    width,
    height,
    faces: faces.length,
    reasons: qualityReasons(face, limits),
    interEyeDistance: tenth(face.interEyeDistance),
    pose: { yaw: tenth(yaw), pitch: tenth(pitch), roll: tenth(roll) },
    scores: scoresOf(face.quality),
  };
}

function scoresOf(quality: FaceQuality): Record<QualityComponent, number> {
  const scores = Object.entries(quality).map(([name, { score }]) => [name, score] as const);
  return Object.fromEntries(scores) as Record<QualityComponent, number>;
}
