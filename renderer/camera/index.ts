export { type Camera, type CameraEvents, createCamera } from './camera.ts';
export type { Asking, Challenge } from './challenge.ts';
export { type FaceGuide, type FaceGuideEvents, type GuideThread, openGuide } from './guide.ts';
export { type Hint, judgeFrame } from './hints.ts';
export { lookThrough } from './look.ts';
export type { CameraOptions, Media } from './open.ts';
export {
  type FaceCapture,
  type FaceCaptureEvents,
  type FaceCaptureOptions,
  photoSize,
  startFaceCapture,
} from './session.ts';
export { type CameraWatch, type CameraWish, watchCameras } from './watch.ts';
