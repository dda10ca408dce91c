import type { ObservedFace } from '../hints.ts';

/** A face at rest that no hint is given about. */
export const wellPlaced: ObservedFace = {
  centre: { x: 0.5, y: 0.5 },
  height: 0.45,
  interEyeDistance: 90,
  pose: { yaw: 0, pitch: 0, roll: 0 },
  eyeOpening: 0.1,
  mouthWidth: 0.5,
  eyesOpen: 0.05,
  burntEyes: 0,
  burntBehind: 0,
  lipsBySkin: 1.2,
  luminance: 0.3,
  speed: 0,
};
