export { cameraCheck } from './camera-check.ts';
export {
  type FaceMatch,
  faceMatchCheck,
  judgeFaceMatch,
  type MatchPolicy,
  type MatchReason,
} from './match.ts';
export { type FaceModel, knownModels, type Threshold } from './models.ts';
export {
  judgePortrait,
  judgeSelfieQuality,
  portraitLimits,
  type QualityLimits,
  type QualityReason,
  qualityReasons,
  selfieLimits,
} from './quality.ts';
