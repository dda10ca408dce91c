import type { DetectedFace } from './detect.ts';
import type { Picture } from './picture.ts';
import { portraitBox } from './portrait.ts';
import { type Raster, smoothed } from './raster.ts';

/** Width in pixels of the portrait on a scanned data page: 35 mm would be 207 at 150 dots per inch, less after cropping. */
const WIDTH = 150;
const JPEG_QUALITY = 0.7;
/** Share of the contrast that print and laminate leave. */
const CONTRAST = 0.82;
/** Of the background lines that run through printed portraits, in grey levels, and their distance in pixels. */
const LINES = { strength: 7, distance: 5.3 };
const GRAIN = 6;

/**
 * The face as a scanned document would show it: cut out with a portrait's margins, 150 pixels wide, softened, paler, with
 * security print and grain over it, as JPEG. Ours and synthetic: a stand-in for scans that cannot be shared.
 */
export async function degradedPortrait(
  picture: Picture,
  face: DetectedFace,
): Promise<Uint8Array<ArrayBuffer>> {
  const box = portraitBox(face, picture);
  const { raster } = picture.part(box, (WIDTH * Math.max(box.width, box.height)) / box.width);
  const printed = asPrinted(raster);
  const canvas = new OffscreenCanvas(printed.width, printed.height);
  canvas.getContext('2d')!.putImageData(new ImageData(printed.data, printed.width, printed.height), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
  return new Uint8Array(await blob.arrayBuffer());
}

/** The same pixels always come out the same. */
export function asPrinted(source: Raster): Raster {
  const soft = smoothed(source);
  const random = grain(soft.width * 65_537 + soft.height);
  for (let y = 0; y < soft.height; y++) {
    for (let x = 0; x < soft.width; x++) {
      const line =
        LINES.strength * Math.sin((2 * Math.PI * (x + 0.6 * y + 3 * Math.sin(y / 9))) / LINES.distance);
      const added = line + GRAIN * random();
      const at = 4 * (y * soft.width + x);
      for (let channel = 0; channel < 3; channel++) {
        const value = soft.data[at + channel]!;
        soft.data[at + channel] = 128 + CONTRAST * (value - 128) + 10 + added;
      }
    }
  }
  return soft;
}

/** About normally distributed numbers of mean 0 and variance 1 (Irwin and Hall), from a linear congruential generator. */
function grain(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Math.sqrt(3) * (uniform() + uniform() + uniform() + uniform() - 2);
}
