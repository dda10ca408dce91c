/** Just enough of ONNX (onnx.proto3) to write a network by hand. */

type Field = [number: number, value: number | string | Uint8Array];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
}

function message(...fields: Field[]): Uint8Array {
  const parts = fields.flatMap(([number, value]) => {
    if (typeof value === 'number') return [Uint8Array.from([...varint(number * 8), ...varint(value)])];
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    return [Uint8Array.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes];
  });
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const FLOAT = 1;

const tensorInfo = (name: string, shape: readonly number[]) => {
  const dimensions = shape.map((side): Field => [1, message([1, side])]);
  return message([1, name], [2, message([1, message([1, FLOAT], [2, message(...dimensions)])])]);
};

/**
 * A network that multiplies the pixels (NCHW, flattened) with a matrix.
 *
 * @param weights [3·side·side][outputs]
 */
export function linearOnnx(side: number, outputs: number, weights: Float32Array): Uint8Array {
  const inputs = 3 * side * side;
  const raw = new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);
  const axis = message([1, 'axis'], [3, 1], [20, 2]);
  const graph = message(
    [1, message([1, 'image'], [2, 'flat'], [4, 'Flatten'], [5, axis])],
    [1, message([1, 'flat'], [1, 'weights'], [2, 'embedding'], [4, 'MatMul'])],
    [2, 'linear'],
    [5, message([1, inputs], [1, outputs], [2, FLOAT], [8, 'weights'], [9, raw])],
    [11, tensorInfo('image', [1, 3, side, side])],
    [12, tensorInfo('embedding', [1, outputs])],
  );
  return message([1, 8], [7, graph], [8, message([1, ''], [2, 13])]);
}
