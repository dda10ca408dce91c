import { int32s, table, text, u32, vector, writeFlatbuffer } from '../flatbuffer/writer.ts';
import {
  bufferNode,
  metadataNode,
  type Operator,
  operatorCodeNode,
  operatorNode,
  type Tensor,
  tensorNode,
} from './parts.ts';
import { FILE_IDENTIFIER, MODEL, SUBGRAPH } from './schema.ts';

export interface Model {
  readonly description: string;
  readonly tensors: readonly Tensor[];
  readonly operators: readonly Operator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The first is the empty buffer. */
  readonly buffers: readonly Uint8Array[];
  readonly metadata: Uint8Array;
}

/** Writes a whole TFLite model with one subgraph. */
export function writeModel(model: Model): Uint8Array {
  const codes = [...new Set(model.operators.map((operator) => operator.builtin))].sort((a, b) => a - b);
  const subgraph = table({
    [SUBGRAPH.tensors]: vector(model.tensors.map(tensorNode)),
    [SUBGRAPH.inputs]: int32s(model.inputs),
    [SUBGRAPH.outputs]: int32s(model.outputs),
    [SUBGRAPH.operators]: vector(
      model.operators.map((operator) => operatorNode(operator, codes.indexOf(operator.builtin))),
    ),
  });
  const root = table({
    [MODEL.version]: u32(3),
    [MODEL.operatorCodes]: vector(codes.map(operatorCodeNode)),
    [MODEL.subgraphs]: vector([subgraph]),
    [MODEL.description]: text(model.description),
    [MODEL.buffers]: vector([...model.buffers, model.metadata].map(bufferNode)),
    [MODEL.metadata]: vector([metadataNode(model.buffers.length)]),
  });
  return writeFlatbuffer(root, FILE_IDENTIFIER);
}
