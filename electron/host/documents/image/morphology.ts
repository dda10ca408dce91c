import type { GreyImage } from './grey.ts';

/** Running maximum (`sign` 1) or minimum (-1) over a window of `size` along the rows. */
function runningAcross({ width, height, data }: GreyImage, to: Uint8Array, size: number, sign: 1 | -1): void {
  const reach = size >> 1;
  const flip = sign === 1 ? 0 : 255;
  const padded = Math.ceil((width + 2 * reach) / size) * size;
  const line = new Uint8Array(padded);
  const ahead = new Uint8Array(padded);
  const back = new Uint8Array(padded);
  for (let row = 0; row < height; row += 1) {
    const base = row * width;
    for (let i = 0; i < width; i += 1) line[i + reach] = data[base + i]! ^ flip;
    for (let block = 0; block < padded; block += size) {
      const end = block + size - 1;
      let most = 0;
      for (let i = block; i <= end; i += 1) {
        if (line[i]! > most) most = line[i]!;
        ahead[i] = most;
      }
      most = 0;
      for (let i = end; i >= block; i -= 1) {
        if (line[i]! > most) most = line[i]!;
        back[i] = most;
      }
    }
    for (let i = 0; i < width; i += 1) {
      const a = back[i]!;
      const b = ahead[i + 2 * reach]!;
      to[base + i] = (a > b ? a : b) ^ flip;
    }
  }
}

/** The same down the columns, whole rows at a time, so that memory is read in order. */
function runningDown({ width, height, data }: GreyImage, size: number, sign: 1 | -1): Uint8Array {
  const reach = size >> 1;
  const flip = sign === 1 ? 0 : 255;
  const padded = Math.ceil((height + 2 * reach) / size) * size;
  const ahead = new Uint8Array(padded * width);
  for (let y = 0; y < height; y += 1)
    for (let x = 0, i = y * width, o = (y + reach) * width; x < width; x += 1)
      ahead[o + x] = data[i + x]! ^ flip;
  const back = ahead.slice();
  for (let row = 1; row < padded; row += 1)
    if (row % size !== 0) keepLarger(ahead, row * width, (row - 1) * width, width);
  for (let row = padded - 2; row >= 0; row -= 1)
    if (row % size !== size - 1) keepLarger(back, row * width, (row + 1) * width, width);
  const to = new Uint8Array(data.length);
  const far = 2 * reach * width;
  for (let i = 0; i < to.length; i += 1) {
    const a = back[i]!;
    const b = ahead[i + far]!;
    to[i] = (a > b ? a : b) ^ flip;
  }
  return to;
}

function keepLarger(data: Uint8Array, at: number, other: number, count: number): void {
  for (let k = 0; k < count; k += 1) if (data[other + k]! > data[at + k]!) data[at + k] = data[other + k]!;
}

function box(image: GreyImage, across: number, down: number, sign: 1 | -1): GreyImage {
  const { width, height } = image;
  const rows = new Uint8Array(image.data.length);
  runningAcross(image, rows, across | 1, sign);
  return { width, height, data: runningDown({ width, height, data: rows }, down | 1, sign) };
}

/** The lightest pixel in a window `across` x `down` around each (van Herk's algorithm: time without the window's size). */
export function dilate(image: GreyImage, across: number, down: number): GreyImage {
  return box(image, across, down, 1);
}

/** The darkest pixel in a window around each. */
export function erode(image: GreyImage, across: number, down: number): GreyImage {
  return box(image, across, down, -1);
}

export function close(image: GreyImage, across: number, down: number): GreyImage {
  return erode(dilate(image, across, down), across, down);
}

/** How much darker each pixel is than its surroundings: strokes narrower than the window, free of uneven light. */
export function blackHat(image: GreyImage, across: number, down: number): GreyImage {
  const closed = close(image, across, down);
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i += 1) data[i] = closed.data[i]! - image.data[i]!;
  return { width: image.width, height: image.height, data };
}

/** The grey level that best parts an image in two (Otsu 1979). */
export function otsu({ data }: GreyImage): number {
  const counts = new Float64Array(256);
  for (let i = 0; i < data.length; i += 1) counts[data[i]!] = counts[data[i]!]! + 1;
  const total = counts.reduce((sum, count, grey) => sum + count * grey, 0);
  let below = 0;
  let sumBelow = 0;
  let best = 0;
  let threshold = 0;
  for (let grey = 0; grey < 255; grey += 1) {
    below += counts[grey]!;
    sumBelow += counts[grey]! * grey;
    const above = data.length - below;
    if (below === 0 || above === 0) continue;
    const apart = sumBelow / below - (total - sumBelow) / above;
    const between = below * above * apart * apart;
    if (between > best) {
      best = between;
      threshold = grey;
    }
  }
  return threshold;
}

/** The grey level that a part of the pixels does not exceed. */
export function quantileOf({ data }: GreyImage, part: number): number {
  const counts = new Uint32Array(256);
  for (let i = 0; i < data.length; i += 1) counts[data[i]!] = counts[data[i]!]! + 1;
  let left = part * data.length;
  let grey = 0;
  while (grey < 255 && left > counts[grey]!) {
    left -= counts[grey]!;
    grey += 1;
  }
  return grey;
}

/** How far each pixel is above a level; 0 below it. */
export function above({ width, height, data }: GreyImage, level: number): GreyImage {
  if (level === 0) return { width, height, data };
  const to = new Uint8Array(data.length);
  for (let i = 0; i < to.length; i += 1) to[i] = data[i]! > level ? data[i]! - level : 0;
  return { width, height, data: to };
}

export function threshold({ width, height, data }: GreyImage, above: number): GreyImage {
  const to = new Uint8Array(data.length);
  for (let i = 0; i < to.length; i += 1) to[i] = data[i]! > above ? 255 : 0;
  return { width, height, data: to };
}

/** Mean of the 3 x 3 neighbourhood with weights 1 2 1. */
export function soften({ width, height, data }: GreyImage): GreyImage {
  const rows = new Uint16Array(data.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0, i = y * width; x < width; x += 1, i += 1)
      rows[i] = data[x > 0 ? i - 1 : i]! + 2 * data[i]! + data[x + 1 < width ? i + 1 : i]!;
  const to = new Uint8Array(data.length);
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1)
      to[i] = (rows[y > 0 ? i - width : i]! + 2 * rows[i]! + rows[y + 1 < height ? i + width : i]! + 8) >> 4;
  return { width, height, data: to };
}

/** A quarter turn clockwise. */
export function quarterTurn({ width, height, data }: GreyImage): GreyImage {
  const to = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) to[x * height + (height - 1 - y)] = data[y * width + x]!;
  return { width: height, height: width, data: to };
}
