/**
 * The part of TensorFlow Lite's `schema.fbs` (version 3) and of `metadata_schema.fbs` that is needed here: the
 * positions of fields in their tables, and the numbers of operators and option types.
 */
export const MODEL = {
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadataBuffer: 5,
  metadata: 6,
  signatureDefs: 7,
} as const;
export const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 } as const;
export const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3 } as const;
export const OPERATOR = { opcodeIndex: 0, inputs: 1, outputs: 2, optionsType: 3, options: 4 } as const;
export const OPERATOR_CODE = { deprecatedBuiltinCode: 0, version: 2, builtinCode: 3 } as const;
export const BUFFER = { data: 0 } as const;
export const METADATA = { name: 0, buffer: 1 } as const;

export const TYPE = { float32: 0, int32: 2 } as const;

export const BUILTIN = {
  add: 0,
  averagePool2d: 1,
  concatenation: 2,
  conv2d: 3,
  fullyConnected: 9,
  maxPool2d: 17,
  pad: 34,
  gather: 36,
  mean: 40,
} as const;

export const OPTIONS = {
  conv2d: 1,
  pool2d: 5,
  fullyConnected: 8,
  concatenation: 10,
  add: 11,
  pad: 22,
  gather: 23,
  reducer: 27,
} as const;

export const PADDING = { same: 0, valid: 1 } as const;
export const ACTIVATION = { none: 0, relu: 1 } as const;

export const FILE_IDENTIFIER = 'TFL3';
export const METADATA_NAME = 'TFLITE_METADATA';
