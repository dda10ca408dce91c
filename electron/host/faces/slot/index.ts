export {
  boundToThisBuild,
  CALIBRATION_FILE,
  type Calibration,
  type CalibrationProblem,
  FALSE_MATCHES_NEEDED,
  judgeCalibration,
  type MeasuredThreshold,
} from './calibration.ts';
export {
  DESCRIPTOR_FILE,
  type FaceModelDescriptor,
  faceModelDescriptor,
  namedAlignments,
  setupOf,
  setupSha256,
} from './descriptor.ts';
export { FaceModelError, type FaceModelSlot, openFaceModel } from './open.ts';
