import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';

const WIDTH = 640;
const HEIGHT = 480;

/** A view of a picture: the point in its middle, and pixels of the picture per pixel of the film. Null is a grey wall. */
export type View = { x: number; y: number; scale: number } | null;

/** A film for Chromium's file camera: JPEG pictures one after the other, played at 30 a second, again and again. */
export function film(portrait: Buffer, scenes: readonly { view: View; frames: number }[]): Buffer {
  const source = PNG.sync.read(portrait);
  return Buffer.concat(
    scenes.flatMap(({ view, frames }) => {
      const picture = frameOf(source, view);
      return Array.from({ length: frames }, () => picture);
    }),
  );
}

function frameOf(source: PNG, view: View): Buffer {
  const data = Buffer.alloc(4 * WIDTH * HEIGHT, 150);
  for (let y = 0; view && y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const sx = Math.round(view.x + (x - WIDTH / 2) * view.scale);
      const sy = Math.round(view.y + (y - HEIGHT / 2) * view.scale);
      if (sx < 0 || sy < 0 || sx >= source.width || sy >= source.height) continue;
      source.data.copy(
        data,
        4 * (y * WIDTH + x),
        4 * (sy * source.width + sx),
        4 * (sy * source.width + sx) + 4,
      );
    }
  }
  return jpeg.encode({ width: WIDTH, height: HEIGHT, data }, 90).data;
}
