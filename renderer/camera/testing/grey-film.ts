/**
 * An evenly grey film (YUV4MPEG2) for Chromium's file camera.
 *
 * @param luma 0 to 255 as it is seen; the film's own runs from 16 to 235 (ITU-R BT.601)
 */
export function greyFilm(film: { luma: number; width: number; height: number; rate: number }): Buffer {
  const { luma, width, height, rate } = film;
  const frame = Buffer.concat([
    Buffer.from('FRAME\n'),
    Buffer.alloc(width * height, Math.round(16 + (luma * 219) / 255)),
    Buffer.alloc((width * height) / 2, 128),
  ]);
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([header, ...Array.from({ length: 4 }, () => frame)]);
}
