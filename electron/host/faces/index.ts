export { cameraCheck } from './camera-check.ts';
export {
  chooseActions,
  framesToIdentify,
  judgeLiveness,
  type LivenessChallenge,
  type LivenessReason,
  noLiveness,
} from './liveness/index.ts';
export {
  type FaceMatch,
  faceMatchCheck,
  judgeFaceMatch,
  type MatchPolicy,
  type MatchReason,
  uncalibratedMatch,
} from './match.ts';
export {
  type FaceModel,
  knownModels,
  measuredAt,
  type PortraitSource,
  sameSitting,
  type Threshold,
} from './models.ts';
export {
  judgePortrait,
  judgeSelfieQuality,
  portraitLimits,
  type QualityLimits,
  type QualityReason,
  qualityReasons,
  selfieLimits,
} from './quality.ts';
export { FaceModelError, type FaceModelSlot, openFaceModel } from './slot/index.ts';
