/** Something of a glyph's size. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  /** Its longer side. */
  readonly size: number;
}

/** Neighbours stand this far apart, in sizes of a mark: OCR-B's pitch is 1.1 times its height, its filler smaller. */
const NEAREST = 0.5;
const FARTHEST = 2.1;
/** How far from its expected place the next mark may stand, as part of a step. */
const ASTRAY = 0.32;

/**
 * Rows of at least `least` marks at even steps, longest first, whichever way they run and though they bend. A mark
 * stands in one row at most; one that is missing is stepped over.
 */
export function chains(marks: readonly Mark[], least: number): Mark[][] {
  const near = neighbourhood(marks);
  const found: Mark[][] = [];
  const taken = new Set<Mark>();
  for (const mark of marks) {
    if (taken.has(mark)) continue;
    let best: Mark[] = [];
    for (const next of near(mark.x, mark.y, FARTHEST * mark.size)) {
      const step = Math.hypot(next.x - mark.x, next.y - mark.y);
      if (next === mark || taken.has(next) || step < NEAREST * mark.size || !alike(mark, next)) continue;
      const ahead = follow(mark, next, near, taken);
      if (ahead.length < 3) continue;
      const behind = follow(next, mark, near, taken).slice(2);
      const chain = [...behind.toReversed(), ...ahead];
      if (chain.length > best.length) best = chain;
    }
    if (best.length < least) continue;
    for (const one of best) taken.add(one);
    found.push(best);
  }
  return found.toSorted((a, b) => b.length - a.length);
}

function alike(one: Mark, other: Mark): boolean {
  return one.size < 2 * other.size && other.size < 2 * one.size;
}

type Near = (x: number, y: number, within: number) => readonly Mark[];

/** The two and whatever follows them at the same step. */
function follow(first: Mark, second: Mark, near: Near, taken: ReadonlySet<Mark>): Mark[] {
  const chain = [first, second];
  const seen = new Set(chain);
  let dx = second.x - first.x;
  let dy = second.y - first.y;
  let last = second;
  for (;;) {
    let next: Mark | undefined;
    let skipped = 1;
    for (; skipped <= 2 && !next; skipped += 1) {
      const [x, y] = [last.x + skipped * dx, last.y + skipped * dy];
      let nearest = ASTRAY * Math.hypot(dx, dy);
      for (const mark of near(x, y, nearest)) {
        const off = Math.hypot(mark.x - x, mark.y - y);
        if (off >= nearest || seen.has(mark) || taken.has(mark) || !alike(mark, last)) continue;
        nearest = off;
        next = mark;
      }
    }
    if (!next) return chain;
    const steps = skipped - 1;
    dx = 0.75 * dx + (0.25 * (next.x - last.x)) / steps;
    dy = 0.75 * dy + (0.25 * (next.y - last.y)) / steps;
    chain.push(next);
    seen.add(next);
    last = next;
  }
}

/** Looks marks up by place. */
function neighbourhood(marks: readonly Mark[]): Near {
  const sizes = marks.map(({ size }) => size).toSorted((a, b) => a - b);
  const cell = 2 * (sizes[sizes.length >> 1] ?? 8) + 1;
  const cells = new Map<number, Mark[]>();
  const key = (column: number, row: number) => row * 65536 + column;
  for (const mark of marks) {
    const at = key(Math.floor(mark.x / cell), Math.floor(mark.y / cell));
    const there = cells.get(at);
    if (there) there.push(mark);
    else cells.set(at, [mark]);
  }
  return (x, y, within) => {
    const found: Mark[] = [];
    for (let row = Math.floor((y - within) / cell); row <= Math.floor((y + within) / cell); row += 1)
      for (
        let column = Math.floor((x - within) / cell);
        column <= Math.floor((x + within) / cell);
        column += 1
      )
        for (const mark of cells.get(key(column, row)) ?? [])
          if ((mark.x - x) ** 2 + (mark.y - y) ** 2 <= within * within) found.push(mark);
    return found;
  };
}
