import type { Component, Frame } from './frame.ts';

/** What the Adobe segment says of the colours (TN 5116 §18): 0 none, 1 YCbCr, 2 YCCK; undefined without one. */
export type AdobeTransform = number | undefined;

/** The components' samples as four bytes a pixel, opaque. */
export function rgbaOf(frame: Frame, adobe: AdobeTransform): Uint8Array {
  const { width, height, components } = frame;
  const rgba = new Uint8ClampedArray(width * height * 4);
  const across = Math.max(...components.map(({ h }) => h));
  const down = Math.max(...components.map(({ v }) => v));
  const columns = components.map(({ h }) =>
    Uint16Array.from({ length: width }, (_, x) => Math.floor((x * h) / across)),
  );
  const paint = painterOf(components, adobe);
  for (let y = 0; y < height; y += 1) {
    const rows = components.map(({ v, rowBlocks }) => Math.floor((y * v) / down) * rowBlocks * 8);
    paint(rgba, y * width * 4, rows, columns, width);
  }
  return new Uint8Array(rgba.buffer);
}

/** Paints a row from the components' rows, which begin at these samples and have these columns. */
type Paint = (
  rgba: Uint8ClampedArray,
  at: number,
  rows: readonly number[],
  columns: readonly Uint16Array[],
  width: number,
) => void;

function painterOf(components: readonly Component[], adobe: AdobeTransform): Paint {
  const [one, two, three, four] = components.map(({ samples }) => samples);
  if (four) return inks(one!, two!, three!, four, adobe === 2);
  if (!two || !three) return grey(one!);
  const named = String.fromCharCode(...components.map(({ id }) => id)) === 'RGB';
  return adobe === 0 || (named && adobe === undefined)
    ? plain(one!, two, three)
    : lumaAndChroma(one!, two, three);
}

function grey(samples: Uint8Array): Paint {
  return (rgba, start, [row = 0], _columns, width) => {
    for (let x = 0, at = start; x < width; x += 1, at += 4) {
      const level = samples[row + x]!;
      rgba[at] = level;
      rgba[at + 1] = level;
      rgba[at + 2] = level;
      rgba[at + 3] = 255;
    }
  };
}

function plain(red: Uint8Array, green: Uint8Array, blue: Uint8Array): Paint {
  return (rgba, start, [r = 0, g = 0, b = 0], [cr, cg, cb], width) => {
    for (let x = 0, at = start; x < width; x += 1, at += 4) {
      rgba[at] = red[r + cr![x]!]!;
      rgba[at + 1] = green[g + cg![x]!]!;
      rgba[at + 2] = blue[b + cb![x]!]!;
      rgba[at + 3] = 255;
    }
  };
}

/** ITU-T T.871 §7, in 65536ths. */
function lumaAndChroma(luma: Uint8Array, blueness: Uint8Array, redness: Uint8Array): Paint {
  return (rgba, start, [row = 0, rowB = 0, rowR = 0], [columns, columnsB, columnsR], width) => {
    for (let x = 0, at = start; x < width; x += 1, at += 4) {
      const y = (luma[row + columns![x]!]! << 16) + 32_768;
      const cb = blueness[rowB + columnsB![x]!]! - 128;
      const cr = redness[rowR + columnsR![x]!]! - 128;
      rgba[at] = (y + 91_881 * cr) >> 16;
      rgba[at + 1] = (y - 22_554 * cb - 46_802 * cr) >> 16;
      rgba[at + 2] = (y + 116_130 * cb) >> 16;
      rgba[at + 3] = 255;
    }
  };
}

/** Four inks, written as Adobe does: the other way round. With `transformed`, the first three as YCbCr of what is not ink. */
function inks(
  one: Uint8Array,
  two: Uint8Array,
  three: Uint8Array,
  black: Uint8Array,
  transformed: boolean,
): Paint {
  const colours = transformed ? lumaAndChroma(one, two, three) : plain(one, two, three);
  return (rgba, start, rows, columns, width) => {
    colours(rgba, start, rows, columns, width);
    for (let x = 0, at = start; x < width; x += 1, at += 4) {
      const light = black[rows[3]! + columns[3]![x]!]! / 255;
      for (let channel = at; channel < at + 3; channel += 1) {
        const level = rgba[channel]!;
        rgba[channel] = (transformed ? 255 - level : level) * light;
      }
    }
  };
}
