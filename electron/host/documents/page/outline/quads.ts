import { straightLines } from './hough.ts';
import type { Level } from './level.ts';
import { type Candidate, createScorer, type Expected, type Pair, type SideLine } from './quad-score.ts';

const MOST_LINES = 36;
const PARALLEL = Math.sin((12 * Math.PI) / 180);
const SQUARE = Math.sin((22 * Math.PI) / 180);
/** Opposite sides are at least so far apart, as part of the picture's short side. */
const LEAST_APART = 0.1;

/** The four straight lines that look most like the edges of a document; undefined when no four do. */
export function findQuad(level: Level, expected: Expected): Candidate | undefined {
  const { width, height } = level;
  const lines: SideLine[] = [
    ...bordersOf(width, height).filter((_, i) => expected.borders[i]),
    ...straightLines(level, MOST_LINES).map((line) => ({ ...line, border: false })),
  ];
  const pairs = pairsOf(lines, Math.min(width, height) * LEAST_APART);
  const scorer = createScorer(level, expected);
  let best: Candidate | undefined;
  for (let i = 0; i < pairs.length; i += 1)
    for (let k = i + 1; k < pairs.length; k += 1) {
      const one = pairs[i]!;
      const other = pairs[k]!;
      if (Math.abs(one[0].cos * other[0].cos + one[0].sin * other[0].sin) > SQUARE) continue;
      const candidate = scorer(one, other, best?.score ?? 0);
      if (candidate && (!best || candidate.score > best.score)) best = candidate;
    }
  return best;
}

/** Top, right, bottom and left. */
function bordersOf(width: number, height: number): SideLine[] {
  const line = (cos: number, sin: number, away: number): SideLine => ({
    cos,
    sin,
    distance: away,
    strength: 0,
    border: true,
  });
  return [line(0, 1, 0), line(1, 0, width - 1), line(0, 1, height - 1), line(1, 0, 0)];
}

function pairsOf(lines: readonly SideLine[], apart: number): Pair[] {
  return lines.flatMap((one, i) =>
    lines.slice(i + 1).flatMap((other) => {
      const same = one.cos * other.cos + one.sin * other.sin > 0 ? 1 : -1;
      if (Math.abs(one.cos * other.sin - one.sin * other.cos) > PARALLEL) return [];
      return Math.abs(one.distance - same * other.distance) < apart ? [] : [[one, other] satisfies Pair];
    }),
  );
}
