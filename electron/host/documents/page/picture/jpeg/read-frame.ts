import { JpegDamage } from './damage.ts';
import type { Component, Frame } from './frame.ts';

const MOST_SAMPLING = 4;
const PROGRESSIVE = 0xc2;

/**
 * The frame header (ITU-T T.81 §B.2.2), with memory for its components.
 * @param segment what follows the length
 */
export function readFrame(marker: number, segment: DataView, mostPixels: number): Frame {
  const count = segment.byteLength > 5 ? segment.getUint8(5) : 0;
  if (segment.byteLength < 6 + 3 * count || ![1, 3, 4].includes(count))
    throw new JpegDamage('a frame of no known form');
  const height = segment.getUint16(1);
  const width = segment.getUint16(3);
  if (width === 0 || height === 0 || width * height > mostPixels)
    throw new JpegDamage('a frame without a size, or of too large a one');
  const factors = Array.from({ length: count }, (_, i) => segment.getUint8(7 + 3 * i));
  const [across, down] = [
    Math.max(...factors.map((one) => one >> 4)),
    Math.max(...factors.map((one) => one & 15)),
  ];
  if (factors.some((one) => one >> 4 === 0 || (one & 15) === 0) || Math.max(across, down) > MOST_SAMPLING)
    throw new JpegDamage('sampling of no known form');
  const unitsAcross = Math.ceil(width / 8 / across);
  const unitsDown = Math.ceil(height / 8 / down);
  const progressive = marker === PROGRESSIVE;
  const components = factors.map((factor, i): Component => {
    const [h, v] = [factor >> 4, factor & 15];
    const rowBlocks = unitsAcross * h;
    const size = rowBlocks * unitsDown * v * 64;
    return {
      id: segment.getUint8(6 + 3 * i),
      h,
      v,
      quantisation: segment.getUint8(8 + 3 * i),
      blocksAcross: Math.ceil(Math.ceil((width * h) / across) / 8),
      blocksDown: Math.ceil(Math.ceil((height * v) / down) / 8),
      rowBlocks,
      samples: new Uint8Array(size),
      ...(progressive ? { coefficients: new Int16Array(size) } : {}),
    };
  });
  return { width, height, progressive, components, unitsAcross, unitsDown };
}
