import type { Check, CheckName, Face, ImageAnalysis, PortraitCrop } from '../../contract/index.ts';

export type QualityReason =
  | 'good'
  | 'no-face'
  | 'several-faces'
  | 'too-small'
  | 'too-dark'
  | 'too-bright'
  | 'uneven-light'
  | 'blurred'
  | 'turned-away'
  | 'eyes-closed'
  | 'mouth-open';

/** What a picture of a face must reach to be compared. Scores are those of the quality components, 0 to 100. */
export interface QualityLimits {
  /** Pixels between the eyes. */
  readonly interEyeDistance: number;
  /** Degrees to either side. */
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** Share of the largest face that a second face may have. */
  readonly secondFace: number;
  readonly sharpness: number;
  readonly eyesOpen: number;
  readonly mouthClosed: number;
  readonly illuminationUniformity: number;
}

/** A live selfie: the person stands there and can do it again, so it may be asked for more. */
export const selfieLimits: QualityLimits = {
  interEyeDistance: 50,
  yaw: 18,
  pitch: 20,
  roll: 18,
  secondFace: 0.5,
  sharpness: 25,
  eyesOpen: 50,
  mouthClosed: 20,
  illuminationUniformity: 20,
};

/** A document's portrait: it is as it is, so only what would make the comparison worthless counts. */
export const portraitLimits: QualityLimits = {
  interEyeDistance: 24,
  yaw: 25,
  pitch: 25,
  roll: 25,
  secondFace: 0.8,
  sharpness: 5,
  eyesOpen: 20,
  mouthClosed: 0,
  illuminationUniformity: 0,
};

/** Scores of luminance below which a picture is too dark or too bright (ISO/IEC 29794-5 LuminanceMean). */
const LUMINANCE = 20;
const OVER_EXPOSURE = 4;

/**
 * Everything that keeps a face from being compared well, the gravest first; empty when it is good.
 *
 * @param face the largest one.
 */
export function qualityReasons(face: Face, limits: QualityLimits): QualityReason[] {
  const { quality, pose } = face;
  const light = quality.luminanceMean;
  const found: [QualityReason, boolean][] = [
    ['several-faces', quality.singleFacePresent.native >= limits.secondFace],
    ['too-small', face.interEyeDistance < limits.interEyeDistance],
    ['too-dark', light.score < LUMINANCE && light.native < 0.5],
    [
      'too-bright',
      (light.score < LUMINANCE && light.native >= 0.5) ||
        quality.overExposurePrevention.score < OVER_EXPOSURE,
    ],
    [
      'turned-away',
      Math.abs(pose.yaw) > limits.yaw ||
        Math.abs(pose.pitch) > limits.pitch ||
        Math.abs(pose.roll) > limits.roll,
    ],
    ['blurred', quality.sharpness.score < limits.sharpness],
    ['uneven-light', quality.illuminationUniformity.score < limits.illuminationUniformity],
    ['eyes-closed', quality.eyesOpen.score < limits.eyesOpen],
    ['mouth-open', quality.mouthClosed.score < limits.mouthClosed],
  ];
  return found.flatMap(([reason, applies]) => (applies ? [reason] : []));
}

/** Whether a selfie is good enough to be compared; the reason is the gravest one. */
export function judgeSelfieQuality(analysis: ImageAnalysis, limits = selfieLimits): Check {
  const [face] = analysis.faces;
  return face ? faceCheck('face-quality', face, limits) : refused('face-quality', 'no-face');
}

/** Whether a document's portrait was found and is good enough to be compared. */
export function judgePortrait(crop: PortraitCrop, limits = portraitLimits): Check {
  return crop.outcome === 'found'
    ? faceCheck('portrait-quality', crop.face, limits)
    : refused('portrait-quality', crop.reason);
}

function faceCheck(check: CheckName, face: Face, limits: QualityLimits): Check {
  const reasons = qualityReasons(face, limits);
  const { quality, pose } = face;
  return {
    check,
    outcome: reasons.length ? 'failed' : 'passed',
    reason: reasons[0] ?? 'good',
    facts: {
      ...(reasons.length > 1 ? { reasons: reasons.join(' ') } : {}),
      interEyeDistance: Math.round(face.interEyeDistance),
      yaw: Math.round(pose.yaw),
      pitch: Math.round(pose.pitch),
      roll: Math.round(pose.roll),
      sharpness: quality.sharpness.score,
      luminanceMean: quality.luminanceMean.score,
      illuminationUniformity: quality.illuminationUniformity.score,
      eyesOpen: quality.eyesOpen.score,
    },
  };
}

const refused = (check: CheckName, reason: 'no-face' | 'several-faces'): Check => ({
  check,
  outcome: 'failed',
  reason,
  facts: {},
});
