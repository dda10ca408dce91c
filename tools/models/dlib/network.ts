import { ModelsError } from '../errors.ts';
import { normalizationMetadata } from '../tflite/metadata.ts';
import { writeModel } from '../tflite/model.ts';
import { Graph } from './graph.ts';
import { readWeights, type Weights } from './weights.ts';

/** dlib's face recognition ResNet, level by level (dlib, examples/dnn_face_recognition_ex.cpp, `anet_type`). */
const LEVELS = [
  ['conv32_1', 'conv32_2', 'conv32_3'],
  ['conv64_down', 'conv64_1', 'conv64_2', 'conv64_3'],
  ['conv128_down', 'conv128_1', 'conv128_2'],
  ['conv256_down', 'conv256_1', 'conv256_2', 'conv256_down_out'],
].flat();
/** Subtracted from red, green and blue before the division by 255 (dlib, `input_rgb_image_sized`; face-api). */
const MEAN_RGB = [122.782, 117.001, 104.298];
const SIDE = 150;
const DIMENSIONS = 128;

/**
 * Builds dlib's face recognition network (128-dimensional embedding of an aligned 150 × 150 RGB face) as a TFLite
 * model that MediaPipe's ImageEmbedder runs. Each batch normalisation, and for the first layer the subtraction of
 * the mean colour, is folded into its convolution; so the model takes plain pixel values 0..255.
 */
export function faceEmbedderModel(manifestJson: string, data: Uint8Array): Uint8Array {
  const weights = readWeights(manifestJson, data);
  const graph = new Graph();
  const convolve = (
    input: number,
    name: string,
    stride: number,
    same: boolean,
    relu: boolean,
    first = false,
  ) => {
    const { filters, bias } = foldedLayer(weights, name, first);
    return graph.conv(input, name, filters, bias, { stride, same, relu });
  };

  const image = graph.input('image', [1, SIDE, SIDE, 3]);
  let x = graph.pool('maxPool2d', convolve(image, 'conv32_down', 2, false, true, true), 3, 2);
  for (const name of LEVELS) {
    const down = name.includes('_down');
    const inner = convolve(x, `${name}/conv1`, down ? 2 : 1, !down, true);
    const residual = convolve(inner, `${name}/conv2`, 1, true, false);
    const [branch, shortcut] = down
      ? matched(graph, residual, graph.pool('averagePool2d', x, 2, 2))
      : [residual, x];
    x = graph.addRelu(branch, shortcut);
  }
  const embedding = graph.dense(
    graph.meanOverImage(x),
    'embedding',
    DIMENSIONS,
    transposed(layer(weights, 'fc')),
  );

  return writeModel({
    description: 'dlib face recognition resnet v1 (weights in the public domain), float32',
    tensors: graph.tensors,
    operators: graph.operators,
    buffers: graph.buffers,
    inputs: [image],
    outputs: [embedding],
    metadata: normalizationMetadata(0, 1, 1),
  });
}

/** dlib's `add_prev` sums tensors of unlike size as if the smaller were continued with zeros. */
function matched(graph: Graph, branch: number, shortcut: number): [number, number] {
  const a = graph.shape(branch);
  const b = graph.shape(shortcut);
  const missing = (of: readonly number[], than: readonly number[]) =>
    of.map((side, k) => Math.max(0, than[k]! - side));
  return [graph.padEnd(branch, missing(a, b)), graph.padEnd(shortcut, missing(b, a))];
}

/** Convolution and scale in one, filters turned from [h][w][in][out] to TFLite's [out][h][w][in]. */
function foldedLayer(weights: ReadonlyMap<string, Weights>, name: string, first: boolean) {
  const filters = layer(weights, `${name}/conv/filters`);
  const convBias = layer(weights, `${name}/conv/bias`).values;
  const scale = layer(weights, `${name}/scale/weights`).values;
  const shift = layer(weights, `${name}/scale/biases`).values;
  const [height = 0, width = 0, inputs = 0, outputs = 0] = filters.shape;
  const values = new Float32Array(filters.values.length);
  const bias = new Float32Array(outputs);
  for (let o = 0; o < outputs; o++) {
    let meanShare = 0;
    for (let k = 0; k < height * width; k++) {
      for (let i = 0; i < inputs; i++) {
        let value = filters.values[(k * inputs + i) * outputs + o]! * scale[o]!;
        if (first) {
          value /= 255;
          meanShare += value * MEAN_RGB[i]!;
        }
        values[(o * height * width + k) * inputs + i] = value;
      }
    }
    bias[o] = convBias[o]! * scale[o]! + shift[o]! - meanShare;
  }
  return { filters: { shape: [outputs, height, width, inputs] as const, values }, bias };
}

function transposed({ shape: [rows = 0, columns = 0], values }: Weights): Float32Array {
  return Float32Array.from(values, (_, k) => values[(k % rows) * columns + Math.floor(k / rows)]!);
}

function layer(weights: ReadonlyMap<string, Weights>, name: string): Weights {
  const found = weights.get(name);
  if (!found) throw new ModelsError('models/input-malformed', `the weights lack ${name}`);
  return found;
}
