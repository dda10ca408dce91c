import type { CellReader } from './cell-reader.ts';
import type { GreyImage } from './grey.ts';
import { PATCH, samplePatch } from './patch.ts';

/** What a picture of the zone is like, where a zone was found. */
export interface ZoneQuality {
  /**
   * How steep the edges of the strokes are: the part of the contrast that lies within a fourteenth of a pitch (0.18 mm).
   * About 0.5 and more for a good scan, 0.25 for one that is hard to read.
   */
  readonly sharpness: number;
  /** Part of the zone that is blown out beside paper that is not. */
  readonly glare: number;
  /** Estimated from the pitch, which is 10 characters to the inch. */
  readonly resolutionDpi: number;
}

/** Characters of each line that are looked at. */
const EVERY = 4;
const BLOWN = 250;

/** Measures the zone whose lines begin at the given cells. */
export function zoneQuality(
  page: GreyImage,
  readers: readonly CellReader[],
  starts: readonly number[],
  length: number,
): ZoneQuality {
  const patch = new Float32Array(PATCH * PATCH);
  const steep: number[] = [];
  const papers: number[] = [];
  let pitch = 0;
  for (const [row, reader] of readers.entries())
    for (let cell = starts[row]!; cell < starts[row]! + length; cell += EVERY) {
      const frame = reader.frame(cell);
      pitch = Math.hypot(frame.alongX, frame.alongY);
      samplePatch(page, frame, patch, 0);
      steep.push(steepest(patch));
      papers.push(lightest(page, frame.x, frame.y, pitch));
    }
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
  const paper = middle(papers);
  const blown = paper < BLOWN - 10 ? papers.filter((one) => one >= BLOWN).length / papers.length : 0;
  return {
    sharpness: round(middle(steep), 3),
    glare: round(blown, 3),
    resolutionDpi: Math.round(pitch * 10),
  };
}

/** The fourth steepest step between neighbours along a row. */
function steepest(patch: Float32Array): number {
  const top = [0, 0, 0, 0];
  for (let y = 0; y < PATCH; y += 1)
    for (let x = 1; x < PATCH; x += 1) {
      const step = Math.abs(patch[y * PATCH + x]! - patch[y * PATCH + x - 1]!);
      if (step <= top[3]!) continue;
      top[3] = step;
      top.sort((a, b) => b - a);
    }
  return top[3]!;
}

/** The lightest grey of a few points in a cell. */
function lightest({ width, height, data }: GreyImage, x: number, y: number, pitch: number): number {
  let most = 0;
  for (const [dx, dy] of [
    [-0.5, -0.5],
    [0.5, -0.5],
    [-0.5, 0.5],
    [0.5, 0.5],
  ] as const) {
    const px = Math.min(width - 1, Math.max(0, Math.round(x + dx * pitch)));
    const py = Math.min(height - 1, Math.max(0, Math.round(y + dy * pitch)));
    most = Math.max(most, data[py * width + px]!);
  }
  return most;
}

function round(value: number, places: number): number {
  return Number(value.toFixed(places));
}
