import type { Random } from '../../tools/mrz-net/random.ts';
import { type Colour, type Coverage, createCoverage, type Paper, print } from './paper.ts';
import { type TypeSheet, write } from './type.ts';

const STAMP_INKS: readonly Colour[] = [
  [60, 40, 140],
  [180, 40, 60],
  [40, 60, 110],
  [30, 100, 70],
];

/** A stamp with its middle at a point in millimetres: a frame or a ring, a word and a date, unevenly inked. */
export function drawStamp(type: TypeSheet, paper: Paper, x0: number, y0: number, random: Random): void {
  const { mm, width, height } = paper;
  const cover = createCoverage(paper);
  const turn = random.between(-0.5, 0.5);
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const ring = random.chance(0.5);
  const [a, b] = ring ? [random.between(10, 15), 0] : [random.between(12, 19), random.between(6, 9)];
  const reach = Math.hypot(a, ring ? a : b) + 1;
  const word = createCoverage(paper);
  write(
    type,
    'sans',
    random.pick(['SPECIMEN', 'IMMIGRATION', 'ADMITTED', '17 MAR 2031', 'MUSTER']),
    word,
    (x0 - 8) * mm,
    y0 * mm,
    3.4 * mm,
  );
  const blot = random.between(0.2, 0.7);
  for (let y = Math.max(0, Math.floor((y0 - reach) * mm)); y < Math.min(height, (y0 + reach) * mm); y += 1)
    for (let x = Math.max(0, Math.floor((x0 - reach) * mm)); x < Math.min(width, (x0 + reach) * mm); x += 1) {
      const dx = x / mm - x0;
      const dy = y / mm - y0;
      const u = c * dx + s * dy;
      const v = c * dy - s * dx;
      const off = ring ? Math.abs(Math.hypot(u, v) - a) : Math.max(Math.abs(u) - a, Math.abs(v) - b);
      const near = Math.abs(off) < 0.4 || (ring && Math.abs(off - 3) < 0.2) ? 1 : 0;
      const tx = Math.round((x0 + u) * mm);
      const ty = Math.round((y0 + v) * mm);
      const inWord = tx >= 0 && ty >= 0 && tx < width && ty < height ? word.ink[ty * width + tx]! : 0;
      const patchy = 1 - blot * (0.5 + 0.5 * Math.sin((x / mm) * 1.7 + 3 * Math.sin((y / mm) * 0.9)));
      cover.ink[y * width + x] = Math.max(near, inWord) * patchy;
    }
  print(paper, cover, random.pick(STAMP_INKS), random.between(0.45, 0.8));
}

/** Coloured bands of a laminate that lighten and darken what lies beneath. */
export function drawHologram(paper: Paper, random: Random): void {
  const turn = random.between(0, Math.PI);
  const pitch = random.between(6, 16);
  const phase = random.between(0, 6);
  const [c, s] = [Math.cos(turn) / paper.mm, Math.sin(turn) / paper.mm];
  for (const [k, plane] of paper.channels.entries())
    for (let y = 0, at = 0; y < paper.height; y += 1)
      for (let x = 0; x < paper.width; x += 1, at += 1) {
        const wave = Math.sin(((x * c + y * s) * 2 * Math.PI) / pitch + phase + k * 2.1);
        const light = 32 * Math.max(0, wave) ** 2;
        plane[at] = Math.min(255, plane[at]! * (1 - 0.12 * Math.max(0, -wave)) + light);
      }
}

/** Takes ink away in flecks, most where the page was rubbed; `part` of it in all, about. */
export function wear({ width, height, ink }: Coverage, part: number, mm: number, random: Random): void {
  const cell = Math.max(1, Math.round(0.12 * mm));
  const wide = Math.ceil(width / cell);
  const flecks = Float32Array.from({ length: wide * Math.ceil(height / cell) }, () => random.next());
  const rub = random.between(0, width);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      if (ink[at] === 0) continue;
      const rubbed = part * (0.6 + 0.8 * Math.exp(-(((x - rub) / (12 * mm)) ** 2)));
      const fleck = flecks[Math.trunc(y / cell) * wide + Math.trunc(x / cell)]!;
      if (fleck < rubbed) ink[at] = ink[at]! * 0.25;
      else if (fleck < 2 * rubbed) ink[at] = ink[at]! * 0.7;
    }
}
