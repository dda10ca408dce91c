import { describe, expect, it } from 'vitest';
import { readFlatbuffer } from '../flatbuffer/reader.ts';
import { normalizationMetadata } from './metadata.ts';
import { writeModel } from './model.ts';
import { add, mean } from './parts.ts';
import { patchModel } from './patch.ts';
import {
  ACTIVATION,
  BUFFER,
  BUILTIN,
  METADATA,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  SUBGRAPH,
  TENSOR,
} from './schema.ts';

const weights = new Uint8Array(new Float32Array([1, 2, 3, 4]).buffer);
const small = writeModel({
  description: 'adds',
  tensors: [
    { name: 'in', shape: [1, 4], type: 'float32', buffer: 0 },
    { name: 'w', shape: [1, 4], type: 'float32', buffer: 1 },
    { name: 'out', shape: [1, 4], type: 'float32', buffer: 0 },
  ],
  operators: [add({ inputs: [0, 1], outputs: [2] }, ACTIVATION.none)],
  inputs: [0],
  outputs: [2],
  buffers: [new Uint8Array(0), weights],
  metadata: normalizationMetadata(0, 1, 1),
});

describe('TFLite', () => {
  it('writes a model that reads back', () => {
    const { identifier, root } = readFlatbuffer(small);
    expect(identifier).toBe('TFL3');
    expect(root.u32(MODEL.version)).toBe(3);
    const [subgraph] = root.tables(MODEL.subgraphs);
    expect(subgraph!.tables(SUBGRAPH.tensors).map((tensor) => tensor.text(TENSOR.name))).toEqual([
      'in',
      'w',
      'out',
    ]);
    const buffers = root.tables(MODEL.buffers);
    expect([...buffers[1]!.bytes(BUFFER.data)]).toEqual([...weights]);
    expect((buffers[1]!.reference(BUFFER.data)! + 4) % 16).toBe(0);
    const [entry] = root.tables(MODEL.metadata);
    expect(entry!.text(METADATA.name)).toBe('TFLITE_METADATA');
    expect(readFlatbuffer(buffers[entry!.u32(METADATA.buffer)]!.bytes(BUFFER.data)).identifier).toBe('M001');
  });

  it('holds the normalization where the metadata schema has it', () => {
    const { root } = readFlatbuffer(normalizationMetadata(127.5, 63, 2));
    const [subgraph] = root.tables(3);
    const [unit] = subgraph!.tables(2)[0]!.tables(4);
    expect(unit!.u8(0)).toBe(1);
    expect(unit!.table(1)!.float32s(0)).toEqual([127.5]);
    expect(unit!.table(1)!.float32s(1)).toEqual([63]);
    expect(subgraph!.tables(3)).toHaveLength(2);
  });

  it('extends a model and leaves its bytes as they were', () => {
    const patched = patchModel(small, {
      metadata: normalizationMetadata(1, 2, 1),
      extend: ({ tensorCount, bufferCount, outputs }) => ({
        buffers: [new Uint8Array(Int32Array.of(1).buffer)],
        tensors: [
          { name: 'axis', shape: [1], type: 'int32', buffer: bufferCount },
          { name: 'mean', shape: [1, 1], type: 'float32', buffer: 0 },
        ],
        operators: [mean({ inputs: [outputs.get('out')!, tensorCount], outputs: [tensorCount + 1] }, true)],
        outputs: [tensorCount + 1],
      }),
    });
    expect([...patched.subarray(patched.length - small.length)]).toEqual([...small]);
    const { root } = readFlatbuffer(patched);
    const [subgraph] = root.tables(MODEL.subgraphs);
    expect(subgraph!.int32s(SUBGRAPH.inputs)).toEqual([0]);
    expect(subgraph!.int32s(SUBGRAPH.outputs)).toEqual([4]);
    const operators = subgraph!.tables(SUBGRAPH.operators);
    const codes = root.tables(MODEL.operatorCodes).map((code) => code.i32(OPERATOR_CODE.builtinCode));
    expect(operators.map((operator) => codes[operator.u32(OPERATOR.opcodeIndex)])).toEqual([
      BUILTIN.add,
      BUILTIN.mean,
    ]);
    expect(operators[1]!.int32s(OPERATOR.inputs)).toEqual([2, 3]);
    const buffers = root.tables(MODEL.buffers);
    expect([...buffers[1]!.bytes(BUFFER.data)]).toEqual([...weights]);
    expect([...buffers[3]!.bytes(BUFFER.data)]).toEqual([1, 0, 0, 0]);
    expect(root.tables(MODEL.metadata)).toHaveLength(2);
  });

  it('refuses what is not a model', () => {
    expect(() => patchModel(normalizationMetadata(0, 1, 1), { metadata: weights })).toThrowError(
      expect.objectContaining({ code: 'models/input-malformed' }),
    );
  });
});
