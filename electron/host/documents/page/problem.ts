import type { UnreadableReason } from '../image/index.ts';
import { type GlareMap, glareIn } from './quality/glare.ts';
import type { Box, PageProblem } from './types.ts';

/** What is known of a side that was found. */
export interface SideFacts {
  readonly cutOff: boolean;
  /** Its zone says where it ends. */
  readonly certain: boolean;
  readonly dotsPerInch: number;
  readonly sharpness: number;
  readonly glare: GlareMap;
  /** Its zone or a barcode was read. */
  readonly hasData: boolean;
  /** Why its zone was not read, where there is one. */
  readonly reason: UnreadableReason | null;
  /** Where its portrait stands, in millimetres; null when it is not known, or is on the other side. */
  readonly portrait: Box | null;
}

/** Eyes 10 mm apart (Doc 9303-3 §3.9.1) are 26 pixels apart, and the comparison of faces takes 24; zones are read down to 55. */
const LEAST_DPI = 65;
/** Codes with modules of 0.17 mm, the least that AAMVA allows, have one pixel to the module at 150. */
const LEAST_DPI_WITHOUT_DATA = 100;
/** No zone below 0.22 was read, all above 0.24 were. */
const LEAST_SHARPNESS = 0.24;
/** Part of the side: a spot of 12 mm on a passport's page. */
const MOST_GLARE = 0.01;
/** Part of the portrait's place, of which the portrait is about half. */
const MOST_PORTRAIT_GLARE = 0.05;

/** What keeps a side that was found from being of use; one that gave its data and has no portrait is of use as it is. */
export function problemOf(side: SideFacts): PageProblem | null {
  const { hasData, portrait } = side;
  if (hasData && !portrait) return null;
  const isBlurred = side.sharpness < LEAST_SHARPNESS || side.reason === 'blur';
  // Edges that are so soft say little of where a side ends.
  if (isBlurred && !side.certain) return 'blurred';
  if (side.cutOff) return 'cut-off';
  if (side.dotsPerInch < (hasData ? LEAST_DPI : LEAST_DPI_WITHOUT_DATA)) return 'too-small';
  if (isGlaring(side)) return 'glare';
  if (isBlurred) return 'blurred';
  return side.reason === 'resolution' ? 'too-small' : null;
}

function isGlaring({ glare, hasData, portrait, reason }: SideFacts): boolean {
  if (portrait && glareIn(glare, portrait) > MOST_PORTRAIT_GLARE) return true;
  return !hasData && (reason === 'glare' || glareIn(glare) > MOST_GLARE);
}
