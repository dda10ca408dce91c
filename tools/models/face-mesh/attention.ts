import { ModelsError } from '../errors.ts';
import { concatenation, gather, mean, type Tensor } from '../tflite/parts.ts';
import type { Extension, ModelOutline } from '../tflite/patch.ts';

/**
 * Which of the 468 mesh landmarks each refined output of the attention model gives, in its order. Source:
 * MediaPipe, modules/face_landmark/tensors_to_face_landmarks_with_attention.pbtxt (Apache-2.0).
 */
const LIPS = [
  61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78, 95, 88, 178,
  87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415, 76, 77, 90, 180, 85, 16, 315, 404,
  320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408, 62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292,
  183, 42, 41, 38, 12, 268, 271, 272, 407,
];
const LEFT_EYE = [
  33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 130, 25, 110, 24, 23, 22, 26,
  112, 243, 247, 30, 29, 27, 28, 56, 190, 226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222,
  221, 189, 35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128, 245, 156, 70, 63, 105, 66, 107,
  55, 193,
];
const RIGHT_EYE = [
  263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398, 359, 255, 339, 254, 253,
  252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414, 446, 261, 448, 449, 450, 451, 452, 453, 464, 342,
  445, 444, 443, 442, 441, 413, 265, 353, 276, 283, 282, 295, 372, 340, 346, 347, 348, 349, 350, 357, 465,
  383, 300, 293, 334, 296, 336, 285, 417,
];
const LEFT_IRIS = [468, 469, 470, 471, 472];
const RIGHT_IRIS = [473, 474, 475, 476, 477];
/** The depth of an iris is the mean depth of its eye's contour: the first sixteen landmarks of the eye. */
const CONTOUR = 16;

const MESH_LANDMARKS = 468;
const LANDMARKS = 478;
/** The outputs that are joined, in this order; the refined ones hold x and y only. */
const REFINED = [
  ['output_lips', LIPS],
  ['output_left_eye', LEFT_EYE],
  ['output_right_eye', RIGHT_EYE],
  ['output_left_iris', LEFT_IRIS],
  ['output_right_iris', RIGHT_IRIS],
] as const;
const MESH = 'output_mesh_identity';
const PRESENCE = 'conv_faceflag';

const JOINED = 3 * MESH_LANDMARKS + REFINED.reduce((sum, [, landmarks]) => sum + 2 * landmarks.length, 0);
const LEFT_DEPTH = JOINED;
const RIGHT_DEPTH = JOINED + 1;

/** For each of the 478 × (x, y, z) numbers: its place in the joined outputs. */
export function gatherIndices(): Int32Array {
  const indices = new Int32Array(3 * LANDMARKS);
  for (let k = 0; k < 3 * MESH_LANDMARKS; k++) indices[k] = k;
  let offset = 3 * MESH_LANDMARKS;
  for (const [, landmarks] of REFINED) {
    landmarks.forEach((landmark, k) => {
      indices[3 * landmark] = offset + 2 * k;
      indices[3 * landmark + 1] = offset + 2 * k + 1;
    });
    offset += 2 * landmarks.length;
  }
  for (const landmark of LEFT_IRIS) indices[3 * landmark + 2] = LEFT_DEPTH;
  for (const landmark of RIGHT_IRIS) indices[3 * landmark + 2] = RIGHT_DEPTH;
  return indices;
}

/**
 * Operators that merge the outputs of `face_landmark_with_attention.tflite` into the one tensor of 478 landmarks
 * and the presence score that MediaPipe's FaceLandmarker task reads; the task has no step of its own for it.
 *
 * @throws ModelsError `models/input-malformed` when the model has other outputs.
 */
export function mergeAttention({ tensorCount, bufferCount, outputs }: ModelOutline): Extension {
  const output = (name: string) => {
    const index = outputs.get(name);
    if (index === undefined)
      throw new ModelsError('models/input-malformed', `the model has no output ${name}`);
    return index;
  };
  const tensors: Tensor[] = [];
  const tensor = (name: string, shape: number[], type: Tensor['type'] = 'float32', buffer = 0) => {
    tensors.push({ name: `merge/${name}`, shape, type, buffer });
    return tensorCount + tensors.length - 1;
  };
  const constants = [gatherIndices(), contourDepths(LEFT_EYE), contourDepths(RIGHT_EYE), Int32Array.of(3)];
  const constant = (name: string, k: number) =>
    tensor(name, [constants[k]!.length], 'int32', bufferCount + k);

  const order = constant('order', 0);
  const leftContour = constant('left_contour', 1);
  const rightContour = constant('right_contour', 2);
  const axis = constant('axis', 3);
  const joined = tensor('joined', [1, 1, 1, JOINED]);
  const leftDepths = tensor('left_depths', [1, 1, 1, CONTOUR]);
  const rightDepths = tensor('right_depths', [1, 1, 1, CONTOUR]);
  const leftDepth = tensor('left_depth', [1, 1, 1, 1]);
  const rightDepth = tensor('right_depth', [1, 1, 1, 1]);
  const complete = tensor('complete', [1, 1, 1, JOINED + 2]);
  const landmarks = tensor('landmarks', [1, 1, 1, 3 * LANDMARKS]);

  return {
    buffers: constants.map((values) => new Uint8Array(values.buffer)),
    tensors,
    operators: [
      concatenation({ inputs: [MESH, ...REFINED.map(([name]) => name)].map(output), outputs: [joined] }, 3),
      gather({ inputs: [joined, leftContour], outputs: [leftDepths] }, 3),
      gather({ inputs: [joined, rightContour], outputs: [rightDepths] }, 3),
      mean({ inputs: [leftDepths, axis], outputs: [leftDepth] }, true),
      mean({ inputs: [rightDepths, axis], outputs: [rightDepth] }, true),
      concatenation({ inputs: [joined, leftDepth, rightDepth], outputs: [complete] }, 3),
      gather({ inputs: [complete, order], outputs: [landmarks] }, 3),
    ],
    outputs: [landmarks, output(PRESENCE)],
  };
}

const contourDepths = (eye: readonly number[]) =>
  Int32Array.from(eye.slice(0, CONTOUR), (landmark) => 3 * landmark + 2);
