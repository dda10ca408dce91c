export { chooseFaceModel } from './face-model.ts';
export { facesOver } from './faces-over-vision.ts';
export { refreshingVision } from './refreshing-vision.ts';
export { createVisionLink } from './vision-link.ts';
