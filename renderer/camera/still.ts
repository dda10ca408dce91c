import type { Box } from '../../electron/contract/index.ts';
import { partOf } from './part.ts';

type Jpeg = Uint8Array<ArrayBuffer>;

/** Longest side and quality of a photo; more pixels tell the comparison nothing. */
const PHOTO = { side: 1440, quality: 0.92 };
/** Of the frames of an answer, which are many and are to be small. */
const KEY = { side: 640, quality: 0.8 };

/** A copy of what is looked at of a picture, no side longer than `longest`. */
export function copyOf(
  source: CanvasImageSource,
  { x, y, width, height }: Box,
  longest: number = PHOTO.side,
): OffscreenCanvas {
  const scale = Math.min(1, longest / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.round(scale * width), Math.round(scale * height));
  const pen = canvas.getContext('2d')!;
  pen.imageSmoothingQuality = 'medium';
  pen.drawImage(source, x, y, width, height, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export async function encoded(canvas: OffscreenCanvas, quality: number = PHOTO.quality): Promise<Jpeg> {
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await blob.arrayBuffer());
}

/** Shrinking a canvas frees its pixels at once instead of when the collector comes by. */
export function release(canvas: OffscreenCanvas): void {
  canvas.width = 0;
}

async function encodedCopy(source: CanvasImageSource, box: Box, longest: number, quality: number) {
  const canvas = copyOf(source, box, longest);
  return encoded(canvas, quality).finally(() => release(canvas));
}

/** A frame of an answer as JPEG. */
export const keyFrame = (source: CanvasImageSource, box: Box): Promise<Jpeg> =>
  encodedCopy(source, box, KEY.side, KEY.quality);

/** The present frame of a video as JPEG, for a picture taken without a guide. */
export function photograph(video: HTMLVideoElement): Promise<Jpeg> {
  const box = partOf({ width: video.videoWidth, height: video.videoHeight });
  return encodedCopy(video, box, PHOTO.side, PHOTO.quality);
}
