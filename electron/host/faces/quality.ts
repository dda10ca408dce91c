import type { Check, CheckName, Face, ImageAnalysis, PortraitCrop } from '../../contract/index.ts';

export type QualityReason =
  | 'good'
  | 'no-face'
  | 'several-faces'
  | 'too-small'
  | 'too-dark'
  | 'too-bright'
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
};

/**
 * Mean luminance of the face in linear light, 0 to 1, and the share of it that is burnt out. The limits are far apart on
 * purpose, and the component's score is not used: it falls with the darkness of skin as well as of the room.
 */
const LUMINANCE = [0.03, 0.8] as const;
const BURNT_OUT = 0.25;

/**
 * Everything that keeps a face from being compared well, the gravest first; empty when it is good.
 *
 * @param face the largest one.
 */
export function qualityReasons(face: Face, limits: QualityLimits): QualityReason[] {
  const { quality, pose } = face;
  const light = quality.luminanceMean.native;
  const found: [QualityReason, boolean][] = [
    ['several-faces', quality.singleFacePresent.native >= limits.secondFace],
    ['too-small', face.interEyeDistance < limits.interEyeDistance],
    ['too-dark', light < LUMINANCE[0]],
    ['too-bright', light > LUMINANCE[1] || quality.overExposurePrevention.native > BURNT_OUT],
    [
      'turned-away',
      Math.abs(pose.yaw) > limits.yaw ||
        Math.abs(pose.pitch) > limits.pitch ||
        Math.abs(pose.roll) > limits.roll,
    ],
    ['blurred', quality.sharpness.score < limits.sharpness],
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
      luminance: Math.round(100 * quality.luminanceMean.native) / 100,
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
