import type { Box } from '../../electron/contract/index.ts';
import { VisionError } from './errors.ts';
import { checkedImageSize } from './image-header.ts';
import { clipped, type Raster } from './raster.ts';

/** A decoded picture from which parts are taken as pixels. Call `close` when done: it frees the pixels at once. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /**
   * The pixels of a part, scaled down so that no side exceeds `longest`.
   *
   * @returns the pixels and how many pixels of the picture one of them is.
   */
  part(box: Box, longest: number): { raster: Raster; scale: number; box: Box };
  /** The part as JPEG. */
  encode(box: Box, longest: number, quality: number): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}

/** @throws VisionError `vision/image-unreadable`, `vision/image-too-large` */
export async function decodePicture(bytes: Uint8Array): Promise<Picture> {
  checkedImageSize(bytes);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
      imageOrientation: 'from-image',
      colorSpaceConversion: 'default',
      premultiplyAlpha: 'premultiply',
    });
  } catch (cause) {
    throw new VisionError('vision/image-unreadable', 'the picture cannot be decoded', { cause });
  }
  const draw = (wanted: Box, longest: number) => {
    const box = clipped(wanted, bitmap.width, bitmap.height);
    const scale = Math.max(1, Math.max(box.width, box.height) / longest);
    const width = Math.max(1, Math.round(box.width / scale));
    const height = Math.max(1, Math.round(box.height / scale));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    // What is transparent would be black otherwise.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, box.x, box.y, box.width, box.height, 0, 0, width, height);
    return { canvas, context, box, scale, width, height };
  };
  return {
    width: bitmap.width,
    height: bitmap.height,
    part(wanted, longest) {
      const { context, box, scale, width, height } = draw(wanted, longest);
      return { raster: context.getImageData(0, 0, width, height), scale, box };
    },
    async encode(wanted, longest, quality) {
      const { canvas } = draw(wanted, longest);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      return new Uint8Array(await blob.arrayBuffer());
    },
    close: () => bitmap.close(),
  };
}

/** Decodes, uses and frees a picture. @throws VisionError `vision/request-malformed`, and as {@link decodePicture} */
export async function withPicture<Answer>(
  image: Uint8Array,
  use: (picture: Picture) => Answer | Promise<Answer>,
): Promise<Answer> {
  if (!(image instanceof Uint8Array)) {
    throw new VisionError('vision/request-malformed', 'a picture is a Uint8Array');
  }
  const picture = await decodePicture(image);
  try {
    return await use(picture);
  } finally {
    picture.close();
  }
}
