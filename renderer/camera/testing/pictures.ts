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

/** Every pixel anew, from where it is. */
export function drawn(
  { width, height }: Pick<Picture, 'width' | 'height'>,
  at: (x: number, y: number) => Colour,
): Picture {
  const data = new Uint8Array(4 * width * height).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const k = 4 * (y * width + x);
      [data[k], data[k + 1], data[k + 2]] = at(x, y) as [number, number, number];
    }
  }
  return { width, height, data };
}

/** The nearest pixel; beyond the edge that of the edge. */
export function pixel({ width, height, data }: Picture, x: number, y: number): Colour {
  const clamped = (value: number, end: number) => Math.min(end - 1, Math.max(0, Math.round(value)));
  const k = 4 * (clamped(y, height) * width + clamped(x, width));
  return [data[k]!, data[k + 1]!, data[k + 2]!];
}

/** The picture moved by so many pixels, and drawn larger about its middle. */
export function moved(picture: Picture, across: number, down: number, larger = 1): Picture {
  const [cx, cy] = [picture.width / 2, picture.height / 2];
  return drawn(picture, (x, y) =>
    pixel(picture, cx + (x - cx - across) / larger, cy + (y - cy - down) / larger),
  );
}

/** The same size from the left half of one picture and the right half of the other. */
export const beside = (left: Picture, right: Picture): Picture =>
  drawn(left, (x, y) => pixel(x < left.width / 2 ? left : right, x, y));

/** As many pixels as wanted, the picture filling them from above to below. */
export function enlarged(picture: Picture, width: number, height: number): Picture {
  const scale = picture.height / height;
  return drawn({ width, height }, (x, y) =>
    pixel(picture, picture.width / 2 + (x - width / 2) * scale, y * scale),
  );
}

/** Linear light times `factor` (IEC 61966-2-1, its power alone). */
export const exposed = (picture: Picture, factor: number): Picture =>
  drawn(picture, (x, y) => {
    const [r, g, b] = pixel(picture, x, y);
    const lit = (value: number) => Math.min(255, value * factor ** (1 / 2.4));
    return [lit(r), lit(g), lit(b)];
  });

/** One colour wherever `inside` says so. */
export const painted = (
  picture: Picture,
  colour: Colour,
  inside: (x: number, y: number) => boolean,
): Picture => drawn(picture, (x, y) => (inside(x, y) ? colour : pixel(picture, x, y)));

export const ellipse = (cx: number, cy: number, rx: number, ry: number) => (x: number, y: number) =>
  ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
