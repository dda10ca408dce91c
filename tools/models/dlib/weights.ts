import { ModelsError } from '../errors.ts';

export interface Weights {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

interface ManifestGroup {
  weights: {
    name: string;
    shape: number[];
    dtype: 'float32';
    quantization?: { dtype: 'uint8'; scale: number; min: number };
  }[];
}

/**
 * Reads the weights of a TensorFlow.js manifest and its one data file: 32-bit floats, or eight-bit quantised ones
 * (`value * scale + min`).
 *
 * @throws ModelsError `models/input-malformed` when manifest and data do not fit each other.
 */
export function readWeights(manifestJson: string, data: Uint8Array): ReadonlyMap<string, Weights> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const result = new Map<string, Weights>();
  let offset = 0;
  for (const { name, shape, dtype, quantization } of groups(manifestJson).flatMap((group) => group.weights)) {
    const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
    const size = quantization ? 1 : 4;
    if (dtype !== 'float32' || (quantization && quantization.dtype !== 'uint8')) {
      throw new ModelsError('models/input-malformed', `${name} has a form that is not known`);
    }
    if (offset + size * values.length > data.length) {
      throw new ModelsError('models/input-malformed', `the data ends within ${name}`);
    }
    for (let k = 0; k < values.length; k++) {
      values[k] = quantization
        ? view.getUint8(offset + k) * quantization.scale + quantization.min
        : view.getFloat32(offset + 4 * k, true);
    }
    result.set(name, { shape, values });
    offset += size * values.length;
  }
  if (offset !== data.length) {
    throw new ModelsError('models/input-malformed', `the weights take ${offset} of ${data.length} bytes`);
  }
  return result;
}

const groups = (manifestJson: string) => JSON.parse(manifestJson) as ManifestGroup[];
