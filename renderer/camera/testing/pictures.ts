import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import jpeg from 'jpeg-js';

/** Red, green, blue and alpha of each pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
type Colour = readonly [number, number, number];

const specimens = new URL('../../../resources/specimens/', import.meta.url);

/** A frame of one of the drawn people as the camera gives it, 640 by 480; see resources/specimens. */
export const specimenFrame = (person: string, file: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`${person}/${file}`, specimens)));

export const decoded = (file: Buffer): Picture => jpeg.decode(file, { useTArray: true });
export const encoded = ({ width, height, data }: Picture): Buffer =>
  jpeg.encode({ width, height, data: Buffer.from(data) }, 90).data;

/** A pixel as one number, as the machine orders its bytes. */
type Word = number;
const wordsOf = ({ data }: Picture) => new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
const wordOf = ([red, green, blue]: Colour): Word =>
  new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0]!;

/** Every pixel anew, from where it is. */
function drawn(width: number, height: number, at: (x: number, y: number) => Word): Picture {
  const words = new Uint32Array(width * height);
  for (let y = 0, k = 0; y < height; y++) {
    for (let x = 0; x < width; x++, k++) words[k] = at(x, y);
  }
  return { width, height, data: new Uint8Array(words.buffer) };
}

/** Reads the nearest pixel; beyond the edge that of the edge. */
function reader(picture: Picture): (x: number, y: number) => Word {
  const { width, height } = picture;
  const words = wordsOf(picture);
  const clamped = (value: number, end: number) => Math.min(end - 1, Math.max(0, Math.round(value)));
  return (x, y) => words[clamped(y, height) * width + clamped(x, width)]!;
}

/** The picture moved by so many pixels, and drawn larger about its middle. */
export function moved(picture: Picture, across: number, down: number, larger = 1): Picture {
  const { width, height } = picture;
  const [cx, cy] = [width / 2, height / 2];
  const read = reader(picture);
  return drawn(width, height, (x, y) => read(cx + (x - cx - across) / larger, cy + (y - cy - down) / larger));
}

/** The same size from the left half of one picture and the right half of the other. */
export function beside(left: Picture, right: Picture): Picture {
  const { width, height } = left;
  const [one, other] = [reader(left), reader(right)];
  return drawn(width, height, (x, y) => (x < width / 2 ? one(x, y) : other(x, y)));
}

/** As many pixels as wanted, the picture filling them from above to below. */
export function enlarged(picture: Picture, width: number, height: number): Picture {
  const scale = picture.height / height;
  const read = reader(picture);
  return drawn(width, height, (x, y) => read(picture.width / 2 + (x - width / 2) * scale, y * scale));
}

/** Linear light times `factor` (IEC 61966-2-1, its power alone). */
export function exposed({ width, height, data }: Picture, factor: number): Picture {
  const lit = Uint8ClampedArray.from({ length: 256 }, (_, value) => value * factor ** (1 / 2.4));
  return { width, height, data: data.map((value, k) => (k % 4 === 3 ? value : lit[value]!)) };
}

/** One colour wherever `inside` says so. */
export function painted(
  picture: Picture,
  colour: Colour,
  inside: (x: number, y: number) => boolean,
): Picture {
  const word = wordOf(colour);
  const read = reader(picture);
  return drawn(picture.width, picture.height, (x, y) => (inside(x, y) ? word : read(x, y)));
}

export const ellipse = (cx: number, cy: number, rx: number, ry: number) => (x: number, y: number) =>
  ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
