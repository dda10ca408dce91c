export { type Camera, type CameraEvents, type CameraOptions, createCamera } from './camera.ts';
export { createFaceGuide, type FaceGuide, type FaceGuideEvents, photograph } from './guide.ts';
export { type Hint, judgeFrame } from './hints.ts';
export {
  type FaceCapture,
  type FaceCaptureEvents,
  type FaceCaptureOptions,
  startFaceCapture,
} from './session.ts';
