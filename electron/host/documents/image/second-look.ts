import { NO_GLYPH } from './alphabet.ts';
import type { Look } from './cell-reader.ts';
import { decode } from './decode.ts';
import { type Located, readRun } from './hypotheses.ts';
import { confidenceOf } from './scores.ts';

/** Least probability of a character below which a second look is worth its time: with a check digit and without. */
const SURE_CHECKED = 0.6;
const SURE_UNCHECKED = 0.85;

/** Confidence above which a cell is not looked at again unless the glyphs turn out stretched. */
const CERTAIN = 0.95;
/** As many unsure cells are no dirt: the glyphs may be stretched. */
const MANY = 8;

const HEIGHTS = [0.84, 0.92, 1, 1.08, 1.16] as const;

/** Small shifts, each at two sizes; their mean is taken. */
const LOOKS: readonly Look[] = [-0.07, 0, 0.07].flatMap((along) =>
  [-0.08, 0, 0.08].flatMap((across) =>
    [0.95, 1.05].map((size) => ({ along, across, tall: size, wide: size })),
  ),
);

/** Cost in nats above which the cells hold no zone, and another look will not show one. */
const HOPELESS = 0.6;

/**
 * Looks again at cells of which some are in doubt: finds how tall the glyphs are, for pictures are sometimes stretched,
 * and averages over small shifts, which makes the net surer where it is right and less sure where it is not.
 */
export function secondLook(found: Located, today?: Date): Located {
  const { reading, readers, starts } = found;
  const length = reading.lines[0]!.length;
  if (reading.cost > HOPELESS) return found;
  const sure = readers.map((reader, i) =>
    readRun(reader, starts[i]!, length).map((posterior, k) =>
      Math.min(confidenceOf(reading.scores[i]![k]!, reading.lines[i]![k]!), 1 - posterior[NO_GLYPH]!),
    ),
  );
  const doubt = sure.some((line, i) =>
    line.some((one, k) => one < (reading.covered[i]![k] ? SURE_CHECKED : SURE_UNCHECKED)),
  );
  if (!doubt && reading.mrz.valid) return found;
  const unsure = sure.flat().filter((one) => one < CERTAIN).length;
  const height = unsure > MANY ? bestHeight(found, length) : 1;
  const looks = LOOKS.map((look) => ({ ...look, tall: look.tall * height }));
  const steady = readers.map((reader, i) => {
    const averaged = reader.averaged(looks);
    if (height !== 1) return averaged;
    const read = (cell: number) =>
      (sure[i]![cell - starts[i]!] ?? 1) < CERTAIN ? averaged.read(cell) : reader.read(cell);
    return { ...reader, read };
  });
  const again = decode(
    steady.map((reader, i) => readRun(reader, starts[i]!, length)),
    today,
  )[0];
  return again ? { reading: again, readers: steady, starts } : found;
}

/** The height under which the net is surest of every fifth cell. */
function bestHeight({ readers, starts }: Located, length: number): number {
  let best = { height: 1, score: -Infinity };
  for (const height of HEIGHTS) {
    let score = 0;
    for (const [i, reader] of readers.entries()) {
      const seen = reader.averaged([{ along: 0, across: 0, tall: height, wide: 1 }]);
      for (let cell = 2 * i; cell < length; cell += 5)
        score += Math.log(Math.max(...seen.read(starts[i]! + cell)));
    }
    if (score > best.score + (height === 1 ? 0 : 0.3)) best = { height, score };
  }
  return best.height;
}
