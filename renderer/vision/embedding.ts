import type { ImageEmbedder } from '@mediapipe/tasks-vision';
import { type Alignment, alignedFace } from './align.ts';
import { around, type DetectedFace } from './detect.ts';
import { VisionError } from './errors.ts';
import type { Picture } from './picture.ts';
import { mirrored, type Raster } from './raster.ts';

export interface EmbeddingModel {
  readonly input: { readonly width: number };
  readonly dimensions: number;
  readonly alignment: Alignment;
}

/** Longest side of the part of a picture from which a face is taken; several times the network's input. */
const PART_SIDE = 900;

/** The face's embedding: the mean over the aligned face and its mirror image. */
export function embedFace(
  embedder: ImageEmbedder,
  model: EmbeddingModel,
  picture: Picture,
  face: DetectedFace,
): Float64Array {
  const { raster, scale, box } = picture.part(around(face.box, 1.6), PART_SIDE);
  const landmarks = face.landmarks.map(({ x, y }) => ({ x: (x - box.x) / scale, y: (y - box.y) / scale }));
  const chip = alignedFace(raster, landmarks, model.alignment, model.input.width);
  return meanOf([embedChip(embedder, model, chip), embedChip(embedder, model, mirrored(chip))]);
}

function embedChip(embedder: ImageEmbedder, model: EmbeddingModel, chip: Raster): Float64Array {
  const { embeddings } = embedder.embed(new ImageData(chip.data, chip.width, chip.height));
  const values = embeddings[0]?.floatEmbedding;
  if (values?.length !== model.dimensions) {
    throw new VisionError('vision/runtime-failed', 'the model gave no embedding');
  }
  return Float64Array.from(values);
}

export function meanOf(vectors: readonly Float64Array[]): Float64Array {
  const [first] = vectors;
  if (!first) throw new RangeError('a mean needs at least one vector');
  return first.map((_, k) => vectors.reduce((sum, vector) => sum + vector[k]!, 0) / vectors.length);
}

export function euclidean(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, value, k) => sum + (value - b[k]!) ** 2, 0));
}
