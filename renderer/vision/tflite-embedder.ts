import type { EmbeddingModel, FaceEmbedder } from './embedding.ts';
import { VisionError } from './errors.ts';
import { startImageEmbedder } from './models.ts';

/**
 * A TFLite model in MediaPipe's ImageEmbedder. How a pixel becomes a number stands in the file's own metadata.
 *
 * @param data the file, whose hash has been verified
 * @throws VisionError `vision/runtime-failed`
 */
export async function tfliteEmbedder(
  modelBase: string,
  data: Uint8Array,
  model: EmbeddingModel,
): Promise<FaceEmbedder> {
  const task = await startImageEmbedder(modelBase, data);
  return {
    model,
    async embedChip(chip) {
      const { embeddings } = task.embed(new ImageData(chip.data, chip.width, chip.height));
      const values = embeddings[0]?.floatEmbedding;
      if (values?.length !== model.dimensions) {
        throw new VisionError('vision/runtime-failed', 'the model gave no embedding');
      }
      return Float64Array.from(values);
    },
    close: () => task.close(),
  };
}
