import type { GreyImage } from './grey.ts';

/** A set of lit pixels that touch, with what is needed to place it as a box or as an ellipse. */
export interface Component {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly area: number;
  /** Indices of its pixels; shares memory with the other components of the call. */
  readonly pixels: Int32Array;
}

/** The eight-connected components of the pixels that are not zero, at least `least` pixels large. */
export function components({ width, height, data }: GreyImage, least: number): Component[] {
  const seen = data.slice();
  const stack = new Int32Array(data.length);
  const found: Component[] = [];
  let used = 0;
  for (let seed = 0; seed < seen.length; seed += 1) {
    if (seen[seed] === 0) continue;
    seen[seed] = 0;
    const first = used;
    stack[used] = seed;
    used += 1;
    let [left, right, top, bottom] = [width, 0, height, 0];
    for (let at = first; at < used; at += 1) {
      const pixel = stack[at]!;
      const y = (pixel / width) | 0;
      const x = pixel - y * width;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      const x0 = x > 0 ? -1 : 0;
      const x1 = x + 1 < width ? 1 : 0;
      for (let dy = y > 0 ? -width : 0; dy <= (y + 1 < height ? width : 0); dy += width)
        for (let dx = x0; dx <= x1; dx += 1) {
          const near = pixel + dy + dx;
          if (seen[near] === 0) continue;
          seen[near] = 0;
          stack[used] = near;
          used += 1;
        }
    }
    if (used - first >= least)
      found.push({
        left,
        top,
        width: right - left + 1,
        height: bottom - top + 1,
        area: used - first,
        pixels: stack.subarray(first, used),
      });
  }
  return found;
}
