import { bytes, i32, int32s, type Node, table, text, u8, u32 } from '../flatbuffer/writer.ts';
import {
  ACTIVATION,
  BUFFER,
  BUILTIN,
  METADATA,
  METADATA_NAME,
  OPERATOR,
  OPERATOR_CODE,
  OPTIONS,
  type PADDING,
  TENSOR,
  TYPE,
} from './schema.ts';

export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: keyof typeof TYPE;
  /** Index in the model's buffers; 0 is the empty buffer of tensors that are computed. */
  readonly buffer: number;
}

export interface Operator {
  readonly builtin: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly optionsType: number;
  readonly options: Node;
}

export const tensorNode = (tensor: Tensor): Node =>
  table({
    [TENSOR.shape]: int32s(tensor.shape),
    [TENSOR.type]: u8(TYPE[tensor.type]),
    [TENSOR.buffer]: u32(tensor.buffer),
    [TENSOR.name]: text(tensor.name),
  });

export const operatorNode = (operator: Operator, codeIndex: number): Node =>
  table({
    [OPERATOR.opcodeIndex]: u32(codeIndex),
    [OPERATOR.inputs]: int32s(operator.inputs),
    [OPERATOR.outputs]: int32s(operator.outputs),
    [OPERATOR.optionsType]: u8(operator.optionsType),
    [OPERATOR.options]: operator.options,
  });

export const operatorCodeNode = (builtin: number): Node =>
  table({
    [OPERATOR_CODE.deprecatedBuiltinCode]: u8(builtin),
    [OPERATOR_CODE.version]: i32(1),
    [OPERATOR_CODE.builtinCode]: i32(builtin),
  });

/** Kernels read weights in place, so the data lies on a 16-byte boundary. */
export const bufferNode = (data: Uint8Array): Node =>
  table(data.length ? { [BUFFER.data]: bytes(data, 16) } : {});

export const metadataNode = (buffer: number): Node =>
  table({ [METADATA.name]: text(METADATA_NAME), [METADATA.buffer]: u32(buffer) });

type Padding = (typeof PADDING)[keyof typeof PADDING];
type Activation = (typeof ACTIVATION)[keyof typeof ACTIVATION];
type Wiring = { inputs: readonly number[]; outputs: readonly number[] };

export const add = (wiring: Wiring, activation: Activation): Operator => ({
  ...wiring,
  builtin: BUILTIN.add,
  optionsType: OPTIONS.add,
  options: table({ 0: u8(activation) }),
});

export const conv2d = (
  wiring: Wiring,
  stride: number,
  padding: Padding,
  activation: Activation,
): Operator => ({
  ...wiring,
  builtin: BUILTIN.conv2d,
  optionsType: OPTIONS.conv2d,
  options: table({ 0: u8(padding), 1: i32(stride), 2: i32(stride), 3: u8(activation) }),
});

export const pool2d = (
  wiring: Wiring,
  kind: 'averagePool2d' | 'maxPool2d',
  size: number,
  stride: number,
  padding: Padding,
): Operator => ({
  ...wiring,
  builtin: BUILTIN[kind],
  optionsType: OPTIONS.pool2d,
  options: table({
    0: u8(padding),
    1: i32(stride),
    2: i32(stride),
    3: i32(size),
    4: i32(size),
    5: u8(ACTIVATION.none),
  }),
});

export const pad = (wiring: Wiring): Operator => ({
  ...wiring,
  builtin: BUILTIN.pad,
  optionsType: OPTIONS.pad,
  options: table({}),
});

export const mean = (wiring: Wiring, keepDimensions: boolean): Operator => ({
  ...wiring,
  builtin: BUILTIN.mean,
  optionsType: OPTIONS.reducer,
  options: table({ 0: u8(keepDimensions ? 1 : 0) }),
});

export const fullyConnected = (wiring: Wiring): Operator => ({
  ...wiring,
  builtin: BUILTIN.fullyConnected,
  optionsType: OPTIONS.fullyConnected,
  options: table({ 0: u8(ACTIVATION.none) }),
});

export const concatenation = (wiring: Wiring, axis: number): Operator => ({
  ...wiring,
  builtin: BUILTIN.concatenation,
  optionsType: OPTIONS.concatenation,
  options: table({ 0: i32(axis), 1: u8(ACTIVATION.none) }),
});

export const gather = (wiring: Wiring, axis: number): Operator => ({
  ...wiring,
  builtin: BUILTIN.gather,
  optionsType: OPTIONS.gather,
  options: table({ 0: i32(axis), 1: i32(0) }),
});
