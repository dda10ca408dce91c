import type { FaceLandmarker } from '@mediapipe/tasks-vision';
import { type SequenceFrame, type SequenceRequest, sequenceRequest } from '../../electron/contract/index.ts';
import { around, type DetectedFace, findFaces } from './detect.ts';
import { dissimilarity, embedFace, type FaceEmbedder } from './embedding.ts';
import { VisionError } from './errors.ts';
import { distance, FACE_OVAL, MESH, widestGap } from './geometry.ts';
import { meanLight } from './light.ts';
import { polygonMask } from './luminance.ts';
import { secondShare } from './person.ts';
import { type Picture, withPicture } from './picture.ts';
import { RIGID } from './sequence-landmarks.ts';
import { framing, periodicity } from './texture.ts';

const PART_SIDE = 640;
/** Longest side in which the edges around the head are looked for. */
const FRAME_SIDE = 240;

/**
 * Measures every frame of a sequence, one after the other; nothing is kept.
 *
 * @throws VisionError `vision/request-malformed`, and what decoding throws
 */
export async function measureSequence(
  landmarker: FaceLandmarker,
  embedder: FaceEmbedder,
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
          face: face ? { ...measuresOf(picture, face), identity } : null,
        };
      }),
    );
  }
  return measured;
}

function measuresOf(
  picture: Picture,
  face: DetectedFace,
): Omit<NonNullable<SequenceFrame['face']>, 'identity'> {
  const { landmarks } = face;
  const corners = distance(landmarks[MESH.rightEyeCorners[0]]!, landmarks[MESH.leftEyeCorners[0]]!);
  const opening = (lids: readonly (readonly [number, number])[], [outer, inner]: readonly [number, number]) =>
    widestGap(landmarks, lids) / distance(landmarks[outer]!, landmarks[inner]!);
  const { raster, scale, box } = picture.part(around(face.box, 1.9), PART_SIDE);
  const inPart = landmarks.map(({ x, y }) => ({ x: (x - box.x) / scale, y: (y - box.y) / scale }));
  const oval = FACE_OVAL.map((k) => inPart[k]!);
  const skin = polygonMask(oval, raster.width, raster.height);
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
    skin: meanLight(raster, skin),
    moire: periodicity(picture.part(middle, Number.POSITIVE_INFINITY).raster),
    border: framing(picture.part(around(face.box, 3), FRAME_SIDE).raster),
  };
}
