import type { FaceLandmarker } from '@mediapipe/tasks-vision';
import type {
  Box,
  Face,
  ImageAnalysis,
  PortraitCrop,
  VisionFunctions,
  VisionInfo,
} from '../../electron/contract/index.ts';
import type { Alignment } from './align.ts';
import { around, type DetectedFace, findFaces, findFacesOnPage } from './detect.ts';
import type { EmbeddingModel, FaceEmbedder } from './embedding.ts';
import { facePoints } from './geometry.ts';
import { type ExpectedModel, loadFaceLandmarker, loadModel, type ModelSource } from './models.ts';
import { GHOST_SHARE, onlyFace, secondShare } from './person.ts';
import { type Picture, withPicture } from './picture.ts';
import { portraitBox } from './portrait.ts';
import { measureQuality } from './quality.ts';
import { blankRaster } from './raster.ts';
import { compare, embed } from './recognise.ts';
import { measureSequence } from './sequence.ts';
import { createSlot } from './slot.ts';
import { tfliteEmbedder } from './tflite-embedder.ts';

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
  const { landmarker: landmarkerModel, embedder: own } = setup.expected;
  // One after the other: MediaPipe's loader passes the runtime through a global variable.
  const landmarker = await loadFaceLandmarker(setup, landmarkerModel, 'IMAGE');
  let embedder = await tfliteEmbedder(setup.modelBase, await loadModel(setup.modelBase, own), own);
  landmarker.detect(new ImageData(640, 480));
  await warmUp(embedder);
  const startMs = Math.round(performance.now() - began);
  const info = (): VisionInfo => ({
    runtime: RUNTIME,
    landmarker: { sha256: landmarkerModel.sha256 },
    embedder: { sha256: embedder.model.sha256 },
    startMs,
  });
  const slot = createSlot(setup.modelBase);
  return {
    info,
    analyse: (image) => withPicture(image, (picture) => analyse(landmarker, own.alignment, picture)),
    cropPortrait: (page) => withPicture(page, (picture) => cropPortrait(landmarker, own.alignment, picture)),
    compare: (request) => compare(landmarker, embedder, request),
    measureSequence: (request) => measureSequence(landmarker, embedder, request),
    embed: (request) => embed(landmarker, embedder, request),
    modelPart: slot.take,
    async loadEmbedder(wanted) {
      const next = await slot.open(wanted);
      await warmUp(next);
      embedder.close();
      embedder = next;
      return info();
    },
    close() {
      landmarker.close();
      embedder.close();
    },
  };
}

/** The first run of a model is many times slower than the next; no visitor should wait for it. */
async function warmUp({ model, embedChip }: FaceEmbedder): Promise<void> {
  await embedChip(blankRaster(model.input.width, model.input.width));
}

function analyse(landmarker: FaceLandmarker, alignment: Alignment, picture: Picture): ImageAnalysis {
  const found = findFaces(landmarker, picture);
  const { width, height } = picture;
  const frame = { x: 0, y: 0, width, height };
  const second = secondShare(found);
  return {
    width,
    height,
    faces: found.map((face) => measured(picture, alignment, face, frame, second)),
  };
}

async function cropPortrait(
  landmarker: FaceLandmarker,
  alignment: Alignment,
  picture: Picture,
): Promise<PortraitCrop> {
  const found = findFacesOnPage(landmarker, picture);
  const only = onlyFace(found, GHOST_SHARE);
  if ('refusal' in only) return { outcome: 'refused', reason: only.refusal };
  const box = portraitBox(only.face, picture);
  const portrait = await picture.encode(box, PORTRAIT_SIDE, PORTRAIT_QUALITY);
  return { outcome: 'found', portrait, box, face: measured(picture, alignment, only.face, box, 0) };
}

function measured(
  picture: Picture,
  alignment: Alignment,
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
    alignment,
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
