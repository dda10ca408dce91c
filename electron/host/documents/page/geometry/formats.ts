import type { Box } from '../types.ts';

/** Where things stand on the side of a document that has the zone, in millimetres from its top left corner. */
export interface PageFormat {
  readonly width: number;
  readonly height: number;
  /** Left edge of the first character's cell. */
  readonly left: number;
  /** Centre lines of the zone's lines. */
  readonly lines: readonly number[];
  /** What holds the portrait wherever its issuer put it; null where the portrait is on the other side. */
  readonly portrait: Box | null;
}

/** Characters stand 10 to the inch (Doc 9303-3 §4.2). */
export const PITCH_MM = 2.54;

/**
 * From the left edge of a character to that of its cell: OCR-B of size 1 is 1.75 mm wide with its stroke (ISO 1073-2), in
 * the middle of its cell.
 */
const BEARING = (PITCH_MM - 1.75) / 2;

/** Centre lines above the bottom edge: Doc 9303-4 figure 3, -6 figure 6, -7 figures 3 and 8; and -5 figure 6. */
const TWO_LINES = [15.75, 9.4];
const THREE_LINES = [15.73, 11.5, 7.27];

/** Nothing else is printed so near the bottom: the zone's 23.2 mm less their tolerance (Doc 9303-4 figure 7, note 1). */
const ZONE = 22.2;

function format(
  [width, height]: readonly [number, number],
  firstCharacter: number,
  centreLines: readonly number[],
  portraitWidth: number,
): PageFormat {
  return {
    width,
    height,
    left: firstCharacter - BEARING,
    lines: centreLines.map((above) => height - above),
    portrait:
      portraitWidth === 0 ? null : { x: 0, y: HEAD, width: portraitWidth, height: height - HEAD - ZONE },
  };
}

/** The portrait may overlay the state's name, not the margin above it. */
const HEAD = 3;

/**
 * Portraits are 26 to 35 mm wide, with 2 mm more allowed, and begin at least 2 mm from the left edge (Doc 9303-4 §3.2.2,
 * §4.1.1.1 field 19; -6 alike; on visas 29 ± 3 mm, -7 §3.3); issuers leave up to 6 mm before them.
 */
const TD3 = format([125, 88], 6, TWO_LINES, 45);
const TD2 = format([105, 74], 4, TWO_LINES, 43);
const MRVA = format([120, 80], 4, TWO_LINES, 40);
const MRVB = format([105, 74], 4, TWO_LINES, 40);
/** The zone is on the back (Doc 9303-5 §3.2), the portrait on the front. */
const TD1 = format([85.6, 53.98], 5, THREE_LINES, 0);
/** The card of a TD2 with the zone on its back. */
const SVK = format([105, 74], 4, TWO_LINES, 0);

/** The format that a zone of such lines is printed on, whether or not its characters were all read; undefined when none is. */
export function formatOf(lines: readonly string[]): PageFormat | undefined {
  const length = lines[0]?.length;
  const visa = lines[0]?.startsWith('V');
  if (lines.length === 3) return length === 30 ? TD1 : undefined;
  if (lines.length !== 2) return undefined;
  if (length === 44) return visa ? MRVA : TD3;
  if (length === 36) return visa ? MRVB : TD2;
  return length === 34 ? SVK : undefined;
}
