import {
  add,
  conv2d,
  fullyConnected,
  mean,
  type Operator,
  pad,
  pool2d,
  type Tensor,
} from '../tflite/parts.ts';
import { ACTIVATION, PADDING } from '../tflite/schema.ts';

/** Collects tensors, buffers and operators of a TFLite graph, and works out the shapes; NHWC throughout. */
export class Graph {
  readonly tensors: Tensor[] = [];
  readonly buffers: Uint8Array[] = [new Uint8Array(0)];
  readonly operators: Operator[] = [];

  input(name: string, shape: readonly number[]): number {
    return this.#tensor({ name, shape, type: 'float32', buffer: 0 });
  }

  shape(tensor: number): readonly number[] {
    return this.tensors[tensor]!.shape;
  }

  /** @param filters [out][height][width][in] with its shape; even padding is TFLite's `SAME`, none is `VALID`. */
  conv(
    input: number,
    name: string,
    filters: { shape: readonly [number, number, number, number]; values: Float32Array },
    bias: Float32Array,
    options: { stride: number; same: boolean; relu: boolean },
  ): number {
    const [out, height, width] = filters.shape;
    const [, h = 0, w = 0] = this.shape(input);
    const side = (length: number, kernel: number) =>
      options.same ? Math.ceil(length / options.stride) : Math.floor((length - kernel) / options.stride) + 1;
    const output = this.#computed([1, side(h, height), side(w, width), out]);
    const inputs = [
      input,
      this.#constant(`${name}/filters`, filters.shape, filters.values),
      this.#constant(`${name}/bias`, [out], bias),
    ];
    this.operators.push(
      conv2d(
        { inputs, outputs: [output] },
        options.stride,
        options.same ? PADDING.same : PADDING.valid,
        options.relu ? ACTIVATION.relu : ACTIVATION.none,
      ),
    );
    return output;
  }

  pool(kind: 'averagePool2d' | 'maxPool2d', input: number, size: number, stride: number): number {
    const [, h = 0, w = 0, channels = 0] = this.shape(input);
    const side = (length: number) => Math.floor((length - size) / stride) + 1;
    const output = this.#computed([1, side(h), side(w), channels]);
    this.operators.push(pool2d({ inputs: [input], outputs: [output] }, kind, size, stride, PADDING.valid));
    return output;
  }

  addRelu(a: number, b: number): number {
    const output = this.#computed(this.shape(a));
    this.operators.push(add({ inputs: [a, b], outputs: [output] }, ACTIVATION.relu));
    return output;
  }

  /** Appends zeros at the end of each dimension. */
  padEnd(input: number, counts: readonly number[]): number {
    if (counts.every((count) => count === 0)) return input;
    const output = this.#computed(this.shape(input).map((side, k) => side + counts[k]!));
    const paddings = Int32Array.from(counts.flatMap((count) => [0, count]));
    const inputs = [input, this.#constant(`padding_${output}`, [counts.length, 2], paddings)];
    this.operators.push(pad({ inputs, outputs: [output] }));
    return output;
  }

  meanOverImage(input: number): number {
    const output = this.#computed([1, this.shape(input)[3]!]);
    const axes = this.#constant('image_axes', [2], Int32Array.of(1, 2));
    this.operators.push(mean({ inputs: [input, axes], outputs: [output] }, false));
    return output;
  }

  /** @param weights [out][in] */
  dense(input: number, name: string, outputs: number, weights: Float32Array): number {
    const output = this.#tensor({ name, shape: [1, outputs], type: 'float32', buffer: 0 });
    const inputs = [
      input,
      this.#constant(`${name}/weights`, [outputs, weights.length / outputs], weights),
      this.#constant(`${name}/bias`, [outputs], new Float32Array(outputs)),
    ];
    this.operators.push(fullyConnected({ inputs, outputs: [output] }));
    return output;
  }

  #computed(shape: readonly number[]): number {
    return this.#tensor({ name: `t${this.tensors.length}`, shape, type: 'float32', buffer: 0 });
  }

  #constant(name: string, shape: readonly number[], values: Float32Array | Int32Array): number {
    this.buffers.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const type = values instanceof Int32Array ? 'int32' : 'float32';
    return this.#tensor({ name, shape, type, buffer: this.buffers.length - 1 });
  }

  #tensor(tensor: Tensor): number {
    this.tensors.push(tensor);
    return this.tensors.length - 1;
  }
}
