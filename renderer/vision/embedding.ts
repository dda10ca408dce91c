import type { Metric } from '../../electron/contract/index.ts';
import { type Alignment, alignedFace } from './align.ts';
import { around, type DetectedFace } from './detect.ts';
import type { Picture } from './picture.ts';
import { mirrored, type Raster, smoothed } from './raster.ts';

export { dissimilarity } from '../../electron/contract/index.ts';

/** Which crops of one face are embedded; the face's embedding is their mean. */
export interface Views {
  /** Borders around the template, one crop for each. */
  readonly paddings: readonly number[];
  /** Each crop's mirror image as well. */
  readonly mirror: boolean;
  /** A document's portrait goes through a 3 × 3 binomial filter, which takes away some of the print's grain. */
  readonly smoothPortrait: boolean;
}

export interface EmbeddingModel {
  /** SHA-256 of the file; thresholds hold for one file only. */
  readonly sha256: string;
  /** Side of the square it takes, in pixels. */
  readonly input: { readonly width: number };
  readonly dimensions: number;
  readonly metric: Metric;
  readonly alignment: Alignment;
  readonly views: Views;
}

/** A recognition model in whatever runtime it has. */
export interface FaceEmbedder {
  readonly model: EmbeddingModel;
  /**
   * @param chip square of `model.input.width` pixels
   * @throws VisionError `vision/runtime-failed`
   */
  embedChip(chip: Raster): Promise<Float64Array>;
  close(): void;
}

/** Longest side of the part of a picture from which a face is taken; several times the network's input. */
const PART_SIDE = 900;

/** The face's embedding: the mean over the views of the aligned face. */
export async function embedFace(
  embedder: FaceEmbedder,
  picture: Picture,
  face: DetectedFace,
  from: 'portrait' | 'selfie',
): Promise<Float64Array> {
  const { model } = embedder;
  const { raster, scale, box } = picture.part(around(face.box, 1.6), PART_SIDE);
  const landmarks = face.landmarks.map(({ x, y }) => ({ x: (x - box.x) / scale, y: (y - box.y) / scale }));
  const vectors: Float64Array[] = [];
  for (const padding of model.views.paddings) {
    const aligned = alignedFace(raster, landmarks, { ...model.alignment, padding }, model.input.width);
    const chip = from === 'portrait' && model.views.smoothPortrait ? smoothed(aligned) : aligned;
    const chips = model.views.mirror ? [chip, mirrored(chip)] : [chip];
    for (const one of chips) vectors.push(pooled(model, await embedder.embedChip(one)));
  }
  return pooled(model, meanOf(vectors));
}

/** What angles are measured between is averaged as directions: each vector counts alike, however long it is. */
function pooled({ metric }: EmbeddingModel, vector: Float64Array): Float64Array {
  return metric === 'cosine' ? unit(vector) : vector;
}

export function meanOf(vectors: readonly Float64Array[]): Float64Array {
  const [first] = vectors;
  if (!first) throw new RangeError('a mean needs at least one vector');
  return first.map((_, k) => vectors.reduce((sum, vector) => sum + vector[k]!, 0) / vectors.length);
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}
