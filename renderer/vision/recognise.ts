import type { FaceLandmarker } from '@mediapipe/tasks-vision';
import {
  type Comparison,
  type ComparisonRequest,
  comparisonRequest,
  type Embedding,
  type EmbeddingRequest,
  embeddingRequest,
} from '../../electron/contract/index.ts';
import { degradedPortrait } from './degrade.ts';
import { findFaces } from './detect.ts';
import { dissimilarity, embedFace, type FaceEmbedder, meanOf } from './embedding.ts';
import { VisionError } from './errors.ts';
import { BYSTANDER_SHARE, GHOST_SHARE, onlyFace } from './person.ts';
import { type Picture, withPicture } from './picture.ts';

/**
 * How alike the portrait is to the mean of the selfies.
 *
 * @throws VisionError `vision/request-malformed`, and what decoding throws
 */
export async function compare(
  landmarker: FaceLandmarker,
  embedder: FaceEmbedder,
  request: ComparisonRequest,
): Promise<Comparison> {
  const parsed = comparisonRequest.safeParse(request);
  if (!parsed.success) throw new VisionError('vision/request-malformed', 'the comparison is malformed');
  const embed = (image: Uint8Array, from: 'portrait' | 'selfie') =>
    withPicture(image, async (picture) => {
      const faces = findFaces(landmarker, picture);
      const only = onlyFace(faces, from === 'portrait' ? GHOST_SHARE : BYSTANDER_SHARE);
      if ('refusal' in only) return only;
      return { vector: await embedFace(embedder, picture, only.face, from), faces: faces.length };
    });
  const { metric, sha256 } = embedder.model;
  const portrait = await embed(parsed.data.portrait, 'portrait');
  if ('refusal' in portrait) {
    return { outcome: 'refused', reason: portrait.refusal, image: 'portrait', index: 0 };
  }
  const selfies = [];
  for (const [index, image] of parsed.data.selfies.entries()) {
    const selfie = await embed(image, 'selfie');
    if ('refusal' in selfie) return { outcome: 'refused', reason: selfie.refusal, image: 'selfie', index };
    selfies.push(selfie);
  }
  return {
    outcome: 'compared',
    distance: dissimilarity(metric, portrait.vector, meanOf(selfies.map(({ vector }) => vector))),
    perSelfie: selfies.map(({ vector, faces }) => ({
      distance: dissimilarity(metric, portrait.vector, vector),
      faces,
    })),
    model: { sha256 },
  };
}

/** One picture's embedding: of its largest face, for in pictures to measure with others may stand behind. */
export async function embed(
  landmarker: FaceLandmarker,
  embedder: FaceEmbedder,
  request: EmbeddingRequest,
): Promise<Embedding> {
  const parsed = embeddingRequest.safeParse(request);
  if (!parsed.success) throw new VisionError('vision/request-malformed', 'the request is malformed');
  const { image, as } = parsed.data;
  if (as === 'degraded') {
    const portrait = await withPicture(image, (picture) => degraded(landmarker, picture));
    if (!portrait) return { outcome: 'refused', reason: 'no-face' };
    return embed(landmarker, embedder, { image: portrait, as: 'portrait' });
  }
  return withPicture(image, async (picture) => {
    const began = performance.now();
    const [face] = findFaces(landmarker, picture);
    if (!face) return { outcome: 'refused', reason: 'no-face' };
    const found = performance.now();
    const vector = await embedFace(embedder, picture, face, as);
    const ms = { find: found - began, embed: performance.now() - found };
    return { outcome: 'embedded', vector: [...vector], ms };
  });
}

async function degraded(
  landmarker: FaceLandmarker,
  picture: Picture,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const [face] = findFaces(landmarker, picture);
  return face ? degradedPortrait(picture, face) : null;
}
