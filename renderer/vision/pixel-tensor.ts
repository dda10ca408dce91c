import type { EmbedderSetup } from '../../electron/contract/index.ts';
import type { Raster } from './raster.ts';

type PixelInput = Pick<EmbedderSetup['input'], 'layout' | 'colour' | 'mean' | 'std'>;

/** Pixels as a network takes them: each channel's (value − mean) / std, plane after plane (NCHW) or pixel after pixel. */
export function pixelTensor(
  { width, height, data }: Raster,
  { layout, colour, mean, std }: PixelInput,
): Float32Array<ArrayBuffer> {
  const count = width * height;
  const values = new Float32Array(3 * count);
  for (let channel = 0; channel < 3; channel++) {
    const from = colour === 'RGB' ? channel : 2 - channel;
    const [step, start] = layout === 'NCHW' ? [1, channel * count] : [3, channel];
    const [offset, scale] = [mean[channel]!, std[channel]!];
    for (let k = 0; k < count; k++) values[start + k * step] = (data[4 * k + from]! - offset) / scale;
  }
  return values;
}
