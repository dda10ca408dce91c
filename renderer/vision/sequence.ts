import type { FaceLandmarker } from '@mediapipe/tasks-vision';
import { type SequenceFrame, type SequenceRequest, sequenceRequest } from '../../electron/contract/index.ts';
import { type Alignment, alignmentOf } from './align.ts';
import { around, type DetectedFace, findFaces } from './detect.ts';
import { dissimilarity, embedFace, type FaceEmbedder } from './embedding.ts';
import { VisionError } from './errors.ts';
import { boundingBox, distance, FACE_OVAL, MESH, widestGap } from './geometry.ts';
import { meanLight } from './light.ts';
import { boxMask, laplacianVariance, polygonMask } from './luminance.ts';
import { secondShare } from './person.ts';
import { type Picture, withPicture } from './picture.ts';
import { warped } from './raster.ts';
import { RIGID } from './sequence-landmarks.ts';
import { framing, periodicity } from './texture.ts';

const PART_SIDE = 640;
const CHIP = 150;
/** Longest side in which the edges around the head are looked for. */
const FRAME_SIDE = 240;

/**
 * Measures every frame of a sequence, one after the other; nothing is kept.
 *
 * @param alignment how a face is laid on its chip, for sharpness
 * @throws VisionError `vision/request-malformed`, and what decoding throws
 */
export async function measureSequence(
  landmarker: FaceLandmarker,
  embedder: FaceEmbedder,
  alignment: Alignment,
  request: SequenceRequest,
): Promise<SequenceFrame[]> {
  const parsed = sequenceRequest.safeParse(request);
  if (!parsed.success) throw new VisionError('vision/request-malformed', 'the sequence is malformed');
  const { reference, frames, identify } = parsed.data;
  const wanted = new Set(identify);
  const anchor = await withPicture(reference, async (picture) => {
    const [face] = findFaces(landmarker, picture);
    return face ? embedFace(embedder, picture, face, 'selfie') : null;
  });
  const measured: SequenceFrame[] = [];
  for (const [k, frame] of frames.entries()) {
    measured.push(
      await withPicture(frame, async (picture) => {
        const faces = findFaces(landmarker, picture);
        const [face] = faces;
        const identity =
          face && anchor && wanted.has(k)
            ? dissimilarity(embedder.model.metric, anchor, await embedFace(embedder, picture, face, 'selfie'))
            : null;
        return {
          faces: faces.length,
          secondFace: secondShare(faces),
          face: face ? { ...measuresOf(picture, face, alignment), identity } : null,
        };
      }),
    );
  }
  return measured;
}

function measuresOf(
  picture: Picture,
  face: DetectedFace,
  alignment: Alignment,
): Omit<NonNullable<SequenceFrame['face']>, 'identity'> {
  const { landmarks } = face;
  const corners = distance(landmarks[MESH.rightEyeCorners[0]]!, landmarks[MESH.leftEyeCorners[0]]!);
  const opening = (lids: readonly (readonly [number, number])[], [outer, inner]: readonly [number, number]) =>
    widestGap(landmarks, lids) / distance(landmarks[outer]!, landmarks[inner]!);
  const { raster, scale, box } = picture.part(around(face.box, 1.9), PART_SIDE);
  const inPart = landmarks.map(({ x, y }) => ({ x: (x - box.x) / scale, y: (y - box.y) / scale }));
  const oval = FACE_OVAL.map((k) => inPart[k]!);
  const skin = polygonMask(oval, raster.width, raster.height);
  const head = boundingBox(oval);
  const hair = {
    x: head.x - 0.3 * head.width,
    y: head.y - 0.45 * head.height,
    width: 1.6 * head.width,
    height: 2 * head.height,
  };
  const surroundings = boxMask(hair, raster.width, raster.height);
  const chip = warped(raster, alignmentOf(inPart, alignment, CHIP), CHIP);
  const everywhere = new Uint8Array(CHIP * CHIP).fill(1);
  const middle = around(face.box, 0.8);
  return {
    box: face.box,
    pose: face.pose,
    interEyeDistance: face.interEyeDistance,
    rigid: RIGID.map((k) => landmarks[k]!),
    eyeOpening: {
      right: opening(MESH.rightLids, MESH.rightEyeCorners),
      left: opening(MESH.leftLids, MESH.leftEyeCorners),
    },
    mouthWidth: distance(landmarks[MESH.mouthRight]!, landmarks[MESH.mouthLeft]!) / corners,
    mouthOpening: widestGap(landmarks, MESH.innerLips) / corners,
    skin: meanLight(raster, skin),
    surroundings: meanLight(raster, surroundings, 0),
    sharpness: laplacianVariance(chip, everywhere),
    moire: periodicity(picture.part(middle, Number.POSITIVE_INFINITY).raster),
    border: framing(picture.part(around(face.box, 3), FRAME_SIDE).raster),
  };
}
