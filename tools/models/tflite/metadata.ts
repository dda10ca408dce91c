import { float32s, table, u8, vector, writeFlatbuffer } from '../flatbuffer/writer.ts';

const FILE_IDENTIFIER = 'M001';
const MODEL_METADATA = { subgraphs: 3 } as const;
const SUBGRAPH_METADATA = { inputs: 2, outputs: 3 } as const;
const TENSOR_METADATA = { processUnits: 4 } as const;
const PROCESS_UNIT = { optionsType: 0, options: 1 } as const;
const NORMALIZATION_OPTIONS = 1;
const NORMALIZATION = { mean: 0, std: 1 } as const;

/**
 * The least model metadata (TFLite `metadata_schema.fbs`) that MediaPipe Tasks accept for an image model with
 * float input: how a pixel becomes a number, `(value - mean) / std` with values 0..255.
 *
 * @param outputs how many output tensors the model has; each needs an (empty) description.
 */
export function normalizationMetadata(mean: number, std: number, outputs: number): Uint8Array {
  const normalization = table({
    [NORMALIZATION.mean]: float32s([mean]),
    [NORMALIZATION.std]: float32s([std]),
  });
  const input = table({
    [TENSOR_METADATA.processUnits]: vector([
      table({
        [PROCESS_UNIT.optionsType]: u8(NORMALIZATION_OPTIONS),
        [PROCESS_UNIT.options]: normalization,
      }),
    ]),
  });
  const subgraph = table({
    [SUBGRAPH_METADATA.inputs]: vector([input]),
    [SUBGRAPH_METADATA.outputs]: vector(Array.from({ length: outputs }, () => table({}))),
  });
  return writeFlatbuffer(table({ [MODEL_METADATA.subgraphs]: vector([subgraph]) }), FILE_IDENTIFIER);
}
