import { ModelsError } from '../errors.ts';
import { readFlatbuffer, type TableReader } from '../flatbuffer/reader.ts';
import { existing, int32s, type Node, table, u32, vector, writeFlatbuffer } from '../flatbuffer/writer.ts';
import {
  bufferNode,
  metadataNode,
  type Operator,
  operatorCodeNode,
  operatorNode,
  type Tensor,
  tensorNode,
} from './parts.ts';
import { FILE_IDENTIFIER, MODEL, SUBGRAPH, TENSOR } from './schema.ts';

/** What an extension may know of the model it extends. */
export interface ModelOutline {
  readonly tensorCount: number;
  readonly bufferCount: number;
  /** Index of an output tensor by its name. */
  readonly outputs: ReadonlyMap<string, number>;
}

/** Parts appended to the first subgraph; indices continue those of the outline. */
export interface Extension {
  readonly buffers: readonly Uint8Array[];
  readonly tensors: readonly Tensor[];
  readonly operators: readonly Operator[];
  readonly outputs: readonly number[];
}

export interface Patch {
  readonly metadata: Uint8Array;
  readonly extend?: (outline: ModelOutline) => Extension;
}

/**
 * Adds metadata, and with `extend` further operators and new outputs, to a TFLite model. A new root goes before the
 * model's bytes, which stay as they are; everything not replaced is referred to where it was.
 *
 * @throws ModelsError `models/input-malformed` when the file is not a TFLite model.
 */
export function patchModel(model: Uint8Array, patch: Patch): Uint8Array {
  const { identifier, root } = readFlatbuffer(model);
  const subgraphs = root.tables(MODEL.subgraphs);
  const main = subgraphs[0];
  if (identifier !== FILE_IDENTIFIER || !main) {
    throw new ModelsError('models/input-malformed', 'the file is not a TFLite model');
  }
  const codes = root.tables(MODEL.operatorCodes);
  const buffers = root.tables(MODEL.buffers);
  const extension = patch.extend?.(outline(main, buffers.length));
  const newBuffers = [...(extension?.buffers ?? []), patch.metadata];
  const newCodes = [...new Set(extension?.operators.map((operator) => operator.builtin) ?? [])];

  const patched = table({
    [MODEL.version]: u32(root.u32(MODEL.version, 3)),
    [MODEL.operatorCodes]: vector([...codes.map(kept), ...newCodes.map(operatorCodeNode)]),
    [MODEL.subgraphs]: vector([
      extension
        ? extendedSubgraph(main, extension, (builtin) => codes.length + newCodes.indexOf(builtin))
        : kept(main),
      ...subgraphs.slice(1).map(kept),
    ]),
    [MODEL.description]: keptField(root, MODEL.description),
    [MODEL.buffers]: vector([...buffers.map(kept), ...newBuffers.map(bufferNode)]),
    [MODEL.metadataBuffer]: keptField(root, MODEL.metadataBuffer),
    [MODEL.metadata]: vector([
      ...root.tables(MODEL.metadata).map(kept),
      metadataNode(buffers.length + newBuffers.length - 1),
    ]),
    [MODEL.signatureDefs]: keptField(root, MODEL.signatureDefs),
  });
  return writeFlatbuffer(patched, FILE_IDENTIFIER, model);
}

function outline(subgraph: TableReader, bufferCount: number): ModelOutline {
  const tensors = subgraph.tables(SUBGRAPH.tensors);
  return {
    tensorCount: tensors.length,
    bufferCount,
    outputs: new Map(subgraph.int32s(SUBGRAPH.outputs).map((k) => [tensors[k]!.text(TENSOR.name), k])),
  };
}

function extendedSubgraph(
  subgraph: TableReader,
  extension: Extension,
  codeIndex: (builtin: number) => number,
): Node {
  return table({
    [SUBGRAPH.tensors]: vector([
      ...subgraph.tables(SUBGRAPH.tensors).map(kept),
      ...extension.tensors.map(tensorNode),
    ]),
    [SUBGRAPH.inputs]: keptField(subgraph, SUBGRAPH.inputs),
    [SUBGRAPH.outputs]: int32s(extension.outputs),
    [SUBGRAPH.operators]: vector([
      ...subgraph.tables(SUBGRAPH.operators).map(kept),
      ...extension.operators.map((operator) => operatorNode(operator, codeIndex(operator.builtin))),
    ]),
    [SUBGRAPH.name]: keptField(subgraph, SUBGRAPH.name),
  });
}

const kept = (reader: TableReader): Node => existing(reader.offset);

function keptField(reader: TableReader, id: number): Node | undefined {
  const offset = reader.reference(id);
  return offset === undefined ? undefined : existing(offset);
}
