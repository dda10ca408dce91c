import type { FaceLandmarker, ImageEmbedder } from '@mediapipe/tasks-vision';
import {
  type Box,
  type Comparison,
  type ComparisonRequest,
  comparisonRequest,
  type Face,
  type ImageAnalysis,
  type PortraitCrop,
  type VisionFunctions,
  type VisionInfo,
} from '../../electron/contract/index.ts';
import { around, type DetectedFace, findFaces, findFacesOnPage } from './detect.ts';
import { type EmbeddingModel, embedFace, euclidean, meanOf } from './embedding.ts';
import { VisionError } from './errors.ts';
import { facePoints } from './geometry.ts';
import { type ExpectedModel, loadFaceLandmarker, loadImageEmbedder, type ModelSource } from './models.ts';
import { BYSTANDER_SHARE, GHOST_SHARE, onlyFace, secondShare } from './person.ts';
import { decodePicture, type Picture } from './picture.ts';
import { portraitBox } from './portrait.ts';
import { measureQuality } from './quality.ts';

export interface VisionSetup extends ModelSource {
  readonly expected: {
    readonly landmarker: ExpectedModel;
    readonly embedder: ExpectedModel & EmbeddingModel;
  };
}

/** The vision functions, and the end of them. */
export interface VisionEngine extends VisionFunctions {
  close(): void;
}

const RUNTIME = '@mediapipe/tasks-vision 0.10.35';
/** Longest side of the pixels a face is measured in, and of a portrait that is cut out. */
const MEASURE_SIDE = 1024;
const PORTRAIT_SIDE = 1200;
const PORTRAIT_QUALITY = 0.95;

/**
 * Loads and verifies the models, and answers the host's questions about pictures. Nothing of a picture is kept after
 * its answer.
 *
 * @throws VisionError `vision/model-missing`, `vision/model-unknown`, `vision/runtime-failed`
 */
export async function createVisionEngine(setup: VisionSetup): Promise<VisionEngine> {
  const began = performance.now();
  const { landmarker: landmarkerModel, embedder: embedderModel } = setup.expected;
  // One after the other: MediaPipe's loader passes the runtime through a global variable.
  const landmarker = await loadFaceLandmarker(setup, landmarkerModel, 'IMAGE');
  const embedder = await loadImageEmbedder(setup, embedderModel);
  warmUp(landmarker, embedder, embedderModel);
  const startMs = Math.round(performance.now() - began);
  const info: VisionInfo = {
    runtime: RUNTIME,
    landmarker: { sha256: landmarkerModel.sha256 },
    embedder: { sha256: embedderModel.sha256 },
    startMs,
  };
  return {
    info: () => info,
    analyse: (image) => withPicture(image, (picture) => analyse(landmarker, embedderModel, picture)),
    cropPortrait: (page) => withPicture(page, (picture) => cropPortrait(landmarker, embedderModel, picture)),
    compare: (request) => compare(landmarker, embedder, embedderModel, request),
    close() {
      landmarker.close();
      embedder.close();
    },
  };
}

/** The first run of a model is many times slower than the next; no visitor should wait for it. */
function warmUp(landmarker: FaceLandmarker, embedder: ImageEmbedder, { input }: EmbeddingModel): void {
  landmarker.detect(new ImageData(640, 480));
  embedder.embed(new ImageData(input.width, input.width));
}

function analyse(landmarker: FaceLandmarker, model: EmbeddingModel, picture: Picture): ImageAnalysis {
  const found = findFaces(landmarker, picture);
  const { width, height } = picture;
  const frame = { x: 0, y: 0, width, height };
  const second = secondShare(found);
  return {
    width,
    height,
    faces: found.map((face) => measured(picture, model, face, frame, second)),
  };
}

async function cropPortrait(
  landmarker: FaceLandmarker,
  model: EmbeddingModel,
  picture: Picture,
): Promise<PortraitCrop> {
  const found = findFacesOnPage(landmarker, picture);
  const only = onlyFace(found, GHOST_SHARE);
  if ('refusal' in only) return { outcome: 'refused', reason: only.refusal };
  const box = portraitBox(only.face, picture);
  const portrait = await picture.encode(box, PORTRAIT_SIDE, PORTRAIT_QUALITY);
  return { outcome: 'found', portrait, box, face: measured(picture, model, only.face, box, 0) };
}

async function compare(
  landmarker: FaceLandmarker,
  embedder: ImageEmbedder,
  model: ExpectedModel & EmbeddingModel,
  request: ComparisonRequest,
): Promise<Comparison> {
  const parsed = comparisonRequest.safeParse(request);
  if (!parsed.success) throw new VisionError('vision/request-malformed', 'the comparison is malformed');
  const embed = (image: Uint8Array, share: number) =>
    withPicture(image, (picture) => {
      const faces = findFaces(landmarker, picture);
      const only = onlyFace(faces, share);
      if ('refusal' in only) return only;
      return { vector: embedFace(embedder, model, picture, only.face), faces: faces.length };
    });

  const portrait = await embed(parsed.data.portrait, GHOST_SHARE);
  if ('refusal' in portrait) {
    return { outcome: 'refused', reason: portrait.refusal, image: 'portrait', index: 0 };
  }
  const selfies = [];
  for (const [index, image] of parsed.data.selfies.entries()) {
    const selfie = await embed(image, BYSTANDER_SHARE);
    if ('refusal' in selfie) return { outcome: 'refused', reason: selfie.refusal, image: 'selfie', index };
    selfies.push(selfie);
  }
  return {
    outcome: 'compared',
    distance: euclidean(portrait.vector, meanOf(selfies.map(({ vector }) => vector))),
    perSelfie: selfies.map(({ vector, faces }) => ({ distance: euclidean(portrait.vector, vector), faces })),
    model: { sha256: model.sha256 },
  };
}

function measured(
  picture: Picture,
  model: EmbeddingModel,
  face: DetectedFace,
  frame: Box,
  second: number,
): Face {
  const { raster, scale, box } = picture.part(around(face.box, 1.8), MEASURE_SIDE);
  const inPart = ({ x, y }: { x: number; y: number }) => ({ x: (x - box.x) / scale, y: (y - box.y) / scale });
  const quality = measureQuality({
    image: raster,
    landmarks: face.landmarks.map(inPart),
    pose: face.pose,
    frame: { ...inPart(frame), width: frame.width / scale, height: frame.height / scale },
    secondFace: second,
    alignment: model.alignment,
  });
  // The distance between the eyes is a matter of the picture's pixels, not of the part that was measured.
  const { native, score } = quality.interEyeDistance;
  return {
    box: face.box,
    points: facePoints(face.landmarks),
    pose: face.pose,
    interEyeDistance: face.interEyeDistance,
    quality: { ...quality, interEyeDistance: { native: native * scale, score } },
  };
}

async function withPicture<Answer>(
  image: Uint8Array,
  use: (picture: Picture) => Answer | Promise<Answer>,
): Promise<Answer> {
  if (!(image instanceof Uint8Array)) {
    throw new VisionError('vision/request-malformed', 'a picture is a Uint8Array');
  }
  const picture = await decodePicture(image);
  try {
    return await use(picture);
  } finally {
    picture.close();
  }
}
