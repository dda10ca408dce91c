import {
  channelPair,
  type Face,
  type FaceQuality,
  link,
  qualityComponent,
  type SequenceFrame,
} from '../../contract/index.ts';
import type { Host } from '../compose.ts';
import { knownModels } from '../faces/index.ts';

const point = { x: 0, y: 0 };
const quality = Object.fromEntries(
  qualityComponent.options.map((name) => [name, { native: 0.4, score: 90 }]),
) as FaceQuality;
quality.singleFacePresent = { native: 0, score: 100 };
quality.overExposurePrevention = { native: 0, score: 100 };

const goodFace: Face = {
  box: { x: 0, y: 0, width: 200, height: 300 },
  points: {
    rightEye: point,
    leftEye: point,
    noseTip: point,
    mouthRight: point,
    mouthLeft: point,
    chin: point,
  },
  pose: { yaw: 2, pitch: -3, roll: 1 },
  interEyeDistance: 100,
  quality,
};

/** The same face in a sequence. */
export const seenFace: NonNullable<SequenceFrame['face']> = {
  box: goodFace.box,
  pose: { yaw: 0, pitch: 0, roll: 0 },
  interEyeDistance: 100,
  rigid: [],
  eyeOpening: { right: 0.3, left: 0.3 },
  mouthWidth: 0.5,
  skin: { red: 0, green: 0, blue: 0 },
  moire: 0,
  border: 0,
  identity: 0.2,
};

/** What a face engine's page answers that sees one good face everywhere, at this distance from every other. */
export function visionFunctions(distance: number) {
  const sha256 = knownModels[0]?.sha256 ?? '';
  return {
    info: () => ({ runtime: 'test', landmarker: { sha256 }, embedder: { sha256 }, startMs: 1 }),
    analyse: () => ({ width: 640, height: 480, faces: [goodFace] }),
    cropPortrait: () => ({
      outcome: 'found',
      portrait: new Uint8Array([1]),
      box: goodFace.box,
      face: goodFace,
    }),
    measureSequence: ({ frames }: { frames: Uint8Array[] }) =>
      frames.map(() => ({ faces: 1, secondFace: 0, face: seenFace })),
    compare: ({ selfies }: { selfies: Uint8Array[] }) => ({
      outcome: 'compared',
      distance,
      perSelfie: selfies.map(() => ({ distance, faces: 1 })),
      model: { sha256 },
    }),
  };
}

/** A face engine's page that sees one good face everywhere, at this distance from every other. */
export function attachVisionPage(host: Host, distance = 0.2) {
  const [near, far] = channelPair();
  link(near, visionFunctions(distance));
  host.attach('vision', far);
  return near;
}
