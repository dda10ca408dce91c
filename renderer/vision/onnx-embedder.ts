import runtime from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { EmbedderSetup } from '../../electron/contract/index.ts';
import type { EmbeddingModel, FaceEmbedder } from './embedding.ts';
import { VisionError } from './errors.ts';
import { pixelTensor } from './pixel-tensor.ts';

/**
 * An ONNX model in onnxruntime-web: one thread, WebAssembly from the page's own origin. It has one input, a float image,
 * and its first output is the embedding.
 *
 * @param data the file, whose hash has been verified
 * @throws VisionError `vision/runtime-failed`
 */
export async function onnxEmbedder(
  data: Uint8Array,
  model: EmbeddingModel,
  input: EmbedderSetup['input'],
): Promise<FaceEmbedder> {
  env.wasm.numThreads = 1;
  env.wasm.wasmPaths = { wasm: runtime };
  env.logLevel = 'error';
  const session = await InferenceSession.create(data, { executionProviders: ['wasm'] }).catch((cause) => {
    throw new VisionError('vision/runtime-failed', 'the ONNX runtime did not take the model', { cause });
  });
  const [name] = session.inputNames;
  const [answer] = session.outputNames;
  if (!name || !answer) throw new VisionError('vision/runtime-failed', 'the model has no input or no output');
  const { width } = input;
  const shape = input.layout === 'NCHW' ? [1, 3, width, width] : [1, width, width, 3];
  return {
    model,
    async embedChip(chip) {
      const pixels = new Tensor('float32', pixelTensor(chip, input), shape);
      try {
        const outputs = await session.run({ [name]: pixels });
        const values = outputs[answer]?.data;
        if (!(values instanceof Float32Array) || values.length !== model.dimensions) {
          throw new VisionError('vision/runtime-failed', 'the model gave no embedding');
        }
        return Float64Array.from(values);
      } catch (cause) {
        if (cause instanceof VisionError) throw cause;
        throw new VisionError('vision/runtime-failed', 'the model did not run', { cause });
      } finally {
        pixels.dispose();
      }
    },
    close: () => void session.release(),
  };
}
