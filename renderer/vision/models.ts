import { FaceLandmarker, ImageEmbedder } from '@mediapipe/tasks-vision';
import { VisionError } from './errors.ts';

/** A model file and the only content that is accepted for it. */
export interface ExpectedModel {
  readonly file: string;
  readonly sha256: string;
}

/** Where models lie, and what they must be (from models.json). */
export interface ModelSource {
  /** Address of the folder that holds the models and `wasm/`; of the page's own origin. */
  readonly modelBase: string;
}

/** How many faces are told apart at most: the person, and enough others to notice that there are others. */
const FACES = 3;

/**
 * Fetches a model and makes sure it is the expected one before anything reads it.
 *
 * @throws VisionError `vision/model-missing`, `vision/model-unknown`
 */
export async function loadModel(modelBase: string, expected: ExpectedModel): Promise<Uint8Array> {
  let data: Uint8Array<ArrayBuffer>;
  try {
    const response = await fetch(`${modelBase}/${expected.file}`);
    if (!response.ok) throw new Error(`status ${response.status}`);
    data = new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new VisionError('vision/model-missing', `${expected.file} cannot be loaded`, { cause });
  }
  await assertSha256(data, expected.sha256, expected.file);
  return data;
}

/** @throws VisionError `vision/model-unknown` when the bytes are not those with this hash */
export async function assertSha256(
  data: Uint8Array<ArrayBuffer>,
  sha256: string,
  name: string,
): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  if (Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') !== sha256) {
    throw new VisionError('vision/model-unknown', `${name} is not the model that was examined`);
  }
}

/**
 * MediaPipe's FaceLandmarker with pose matrices, for stills (`IMAGE`) or a live picture (`VIDEO`).
 *
 * @throws VisionError `vision/model-missing`, `vision/model-unknown`, `vision/runtime-failed`
 */
export async function loadFaceLandmarker(
  { modelBase }: ModelSource,
  expected: ExpectedModel,
  runningMode: 'IMAGE' | 'VIDEO',
): Promise<FaceLandmarker> {
  const modelAssetBuffer = await loadModel(modelBase, expected);
  return started(() =>
    FaceLandmarker.createFromOptions(wasmFileset(modelBase), {
      baseOptions: { modelAssetBuffer, delegate: 'CPU' },
      runningMode,
      numFaces: FACES,
      outputFacialTransformationMatrixes: true,
    }),
  );
}

/**
 * MediaPipe's ImageEmbedder; the numbers are left as the network gives them.
 *
 * @param data a model whose hash has been verified
 * @throws VisionError `vision/runtime-failed`
 */
export function startImageEmbedder(modelBase: string, data: Uint8Array): Promise<ImageEmbedder> {
  return started(() =>
    ImageEmbedder.createFromOptions(wasmFileset(modelBase), {
      baseOptions: { modelAssetBuffer: data, delegate: 'CPU' },
      runningMode: 'IMAGE',
      l2Normalize: false,
    }),
  );
}

/** The SIMD build, named outright: MediaPipe's own resolver would fall back to a file that is not shipped. */
const wasmFileset = (modelBase: string) => ({
  wasmLoaderPath: `${modelBase}/wasm/vision_wasm_internal.js`,
  wasmBinaryPath: `${modelBase}/wasm/vision_wasm_internal.wasm`,
});

async function started<Task>(create: () => Promise<Task>): Promise<Task> {
  try {
    return await create();
  } catch (cause) {
    throw new VisionError('vision/runtime-failed', 'the vision runtime did not start', { cause });
  }
}
