import type { Picture } from './pictures.ts';

/**
 * An evenly grey film (YUV4MPEG2) for Chromium's file camera.
 *
 * @param luma 0 to 255 as it is seen; the film's own runs from 16 to 235 (ITU-R BT.601)
 */
export function greyFilm(film: { luma: number; width: number; height: number; rate: number }): Buffer {
  const { luma, width, height } = film;
  const frame = Buffer.concat([
    Buffer.alloc(width * height, Math.round(16 + (luma * 219) / 255)),
    Buffer.alloc((width * height) / 2, 128),
  ]);
  return y4m(
    Array.from({ length: 4 }, () => frame),
    film,
  );
}

/** A film of one picture with even sides, at `rate` pictures a second, which Chromium keeps to. */
export function stillFilm(picture: Picture, rate: number): Buffer {
  return y4m([planesOf(picture)], { ...picture, rate });
}

function y4m(planes: readonly Buffer[], film: { width: number; height: number; rate: number }): Buffer {
  const header = Buffer.from(`YUV4MPEG2 W${film.width} H${film.height} F${film.rate}:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([header, ...planes.flatMap((frame) => [Buffer.from('FRAME\n'), frame])]);
}

/** Luma, and both colours of every fourth pixel (ITU-R BT.601, studio range). */
function planesOf({ width, height, data }: Picture): Buffer {
  const size = width * height;
  const planes = Buffer.alloc(size * 1.5);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const k = y * width + x;
      const [r, g, b] = [data[4 * k]!, data[4 * k + 1]!, data[4 * k + 2]!];
      planes[k] = Math.round(16 + 0.257 * r + 0.504 * g + 0.098 * b);
      if (y % 2 || x % 2) continue;
      const colour = size + (y / 2) * (width / 2) + x / 2;
      planes[colour] = Math.round(128 - 0.148 * r - 0.291 * g + 0.439 * b);
      planes[colour + size / 4] = Math.round(128 + 0.439 * r - 0.368 * g - 0.071 * b);
    }
  }
  return planes;
}
