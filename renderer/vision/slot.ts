import { type EmbedderSetup, embedderSetup, largestModelBytes } from '../../electron/contract/index.ts';
import type { EmbeddingModel, FaceEmbedder } from './embedding.ts';
import { VisionError } from './errors.ts';
import { assertSha256 } from './models.ts';
import { tfliteEmbedder } from './tflite-embedder.ts';

/** Where a model that an organisation brought arrives in parts, and becomes an embedder. */
export function createSlot(modelBase: string) {
  let parts: Uint8Array[] = [];
  return {
    /** @throws VisionError `vision/request-malformed` when it is no part, or the parts are too large together */
    take({ first, bytes }: { first: boolean; bytes: Uint8Array }): void {
      if (first) parts = [];
      const soFar = parts.reduce((sum, part) => sum + part.length, 0);
      if (!(bytes instanceof Uint8Array) || soFar + bytes.length > largestModelBytes) {
        parts = [];
        throw new VisionError('vision/request-malformed', 'this is no part of a model');
      }
      parts.push(bytes);
    },
    /**
     * The model of the parts that came, after its hash has been verified.
     *
     * @throws VisionError `vision/request-malformed`, `vision/model-unknown`, `vision/runtime-failed`
     */
    async open(wanted: EmbedderSetup): Promise<FaceEmbedder> {
      const parsed = embedderSetup.safeParse(wanted);
      const data = joined(parts);
      parts = [];
      if (!parsed.success) throw new VisionError('vision/request-malformed', 'the setup is malformed');
      const setup = parsed.data;
      await assertSha256(data, setup.sha256, 'the model of the slot');
      const model = modelOf(setup);
      if (setup.format === 'tflite') return tfliteEmbedder(modelBase, data, model);
      // Its runtime is larger than all else of the page, and most stations never need it.
      const { onnxEmbedder } = await import('./onnx-embedder.ts');
      return onnxEmbedder(data, model, setup.input);
    },
  };
}

function modelOf({ alignment, paddings, mirror, smoothPortrait, ...rest }: EmbedderSetup): EmbeddingModel {
  const { sha256, input, dimensions, metric } = rest;
  return {
    sha256,
    input,
    dimensions,
    metric,
    alignment: { ...alignment, padding: paddings[0]! },
    views: { paddings, mirror, smoothPortrait },
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
