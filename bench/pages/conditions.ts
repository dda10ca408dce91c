import { loadGlyphSheet } from '../../tools/mrz-net/glyph-sheet.ts';
import { createRandom } from '../../tools/mrz-net/random.ts';
import { BLANKS } from './blanks.ts';
import { photograph, type Shot, type View } from './camera.ts';
import { drawDocument, type Print, type Sheets } from './document.ts';
import { FORMATS, inventZone } from './people.ts';
import { loadTypeSheet } from './type.ts';

/**
 * `readable`: a person reads it without effort. `hard`: a person has to look twice, or cannot tell some character.
 * `cut`: part of the zone is not in the picture. `blank`: there is none.
 */
export type Kind = 'readable' | 'hard' | 'cut' | 'blank';

export interface Condition {
  readonly name: string;
  readonly kind: Kind;
  readonly dpi: number;
  readonly print?: Partial<Print>;
  readonly view?: View;
  /** Differs from page to page. */
  readonly vary?: (page: number, random: ReturnType<typeof createRandom>) => Partial<View>;
}

const quarter = (page: number) => ({ rotation: (page % 4) * 90 });
const scan: View = { blur: 0.5, noise: 3 };

const READABLE: readonly Omit<Condition, 'kind'>[] = [
  { name: '300 dpi scan', dpi: 300, view: scan },
  { name: '300 dpi, quarter turns', dpi: 300, view: scan, vary: quarter },
  {
    name: '300 dpi, up to 12° askew',
    dpi: 300,
    view: scan,
    vary: (_, r) => ({ rotation: r.between(-12, 12) }),
  },
  { name: '300 dpi, any angle', dpi: 300, view: scan, vary: (_, r) => ({ rotation: r.between(0, 360) }) },
  { name: '100 dpi', dpi: 100, view: scan },
  { name: '150 dpi', dpi: 150, view: scan },
  { name: '200 dpi', dpi: 200, view: scan },
  { name: '600 dpi', dpi: 600, view: { blur: 0.9, noise: 4 } },
  { name: 'infrared', dpi: 300, print: { ground: 'infrared' }, view: { blur: 0.8, noise: 7, shade: 0.5 } },
  { name: 'heavy security print', dpi: 300, print: { ground: 'heavy' }, view: scan },
  { name: 'red ground', dpi: 250, print: { ground: 'red' }, view: scan },
  { name: 'green ground', dpi: 250, print: { ground: 'green' }, view: scan },
  { name: 'blue ground', dpi: 250, print: { ground: 'blue' }, view: scan },
  { name: 'dark ground', dpi: 250, print: { ground: 'dark' }, view: scan },
  { name: 'stamps over the zone', dpi: 300, print: { stamps: 3 }, view: scan },
  { name: 'hologram over the page', dpi: 300, print: { hologram: true }, view: scan },
  { name: 'second portrait under the zone', dpi: 300, print: { ghost: true }, view: scan },
  { name: 'worn print', dpi: 300, print: { worn: 0.12 }, view: scan },
  { name: 'bold print', dpi: 300, print: { stroke: 3 }, view: scan },
  { name: 'thin print', dpi: 300, print: { stroke: 0 }, view: scan },
  { name: 'loose print', dpi: 300, print: { loose: 0.035 }, view: scan },
  {
    name: 'camera, leaning 15°',
    dpi: 220,
    view: { blur: 0.8, noise: 4, lean: 15, fills: 0.72, around: 'wood' },
    vary: (_, r) => ({ rotation: r.between(-6, 6) }),
  },
  {
    name: 'camera, leaning 30°',
    dpi: 220,
    view: { blur: 0.8, noise: 4, lean: 30, fills: 0.72, around: 'wood' },
    vary: (_, r) => ({ rotation: r.between(-6, 6) }),
  },
  {
    name: 'camera, page a third of the width',
    dpi: 160,
    view: { blur: 0.7, noise: 4, lean: 8, fills: 0.35, around: 'wood' },
    vary: (_, r) => ({ rotation: r.between(-10, 10) }),
  },
  {
    name: 'camera, any angle',
    dpi: 200,
    view: { blur: 0.8, noise: 4, lean: 12, fills: 0.6, around: 'wood' },
    vary: (_, r) => ({ rotation: r.between(0, 360) }),
  },
  { name: 'open book, bent', dpi: 250, view: { ...scan, curl: 5 } },
  { name: 'uneven light', dpi: 200, view: { blur: 0.8, noise: 4, shade: 0.75 } },
  { name: 'glare beside the zone', dpi: 200, view: { blur: 0.8, noise: 4, glare: 'beside' } },
  { name: 'blur of a tenth of the pitch', dpi: 200, view: { blur: 2, noise: 4 } },
  { name: 'noise 14', dpi: 200, view: { blur: 0.7, noise: 14 } },
  { name: 'JPEG 40', dpi: 200, view: { blur: 0.7, noise: 3, quality: 40 } },
  { name: 'low contrast', dpi: 200, view: { blur: 0.7, noise: 2, contrast: 0.25 } },
];

const HARD: readonly Omit<Condition, 'kind'>[] = [
  { name: '70 dpi', dpi: 70, view: { blur: 0.5, noise: 4 } },
  { name: '60 dpi', dpi: 60, view: { blur: 0.5, noise: 4, quality: 80 } },
  { name: 'blur of a sixth of the pitch', dpi: 150, view: { blur: 2.5, noise: 5 } },
  { name: 'moved by a fifth of the pitch', dpi: 200, view: { blur: 0.8, motion: 4, noise: 4 } },
  { name: 'noise 30 on heavy print', dpi: 150, print: { ground: 'heavy' }, view: { blur: 0.9, noise: 30 } },
  { name: 'JPEG 12 at 120 dpi', dpi: 120, view: { blur: 0.6, noise: 3, quality: 12 } },
  { name: 'glare over the zone', dpi: 200, view: { blur: 0.8, noise: 4, glare: 'over' } },
  { name: 'worn to a third', dpi: 200, print: { worn: 0.33 }, view: { blur: 0.7, noise: 4 } },
  {
    name: 'six stamps, heavy print, 150 dpi',
    dpi: 150,
    print: { ground: 'heavy', stamps: 6 },
    view: { blur: 0.9, noise: 6, quality: 50 },
  },
  {
    name: 'camera at 90 dpi, leaning 25°, JPEG 50',
    dpi: 90,
    view: { blur: 0.9, noise: 6, lean: 25, fills: 0.6, around: 'wood', quality: 50 },
  },
];

const CUT: readonly Omit<Condition, 'kind'>[] = [
  { name: 'right edge of the zone cut off', dpi: 200, view: { ...scan, cutRight: 0.16 } },
  { name: 'last line cut off', dpi: 200, view: { ...scan, cutBelow: 0.17 } },
];

const BLANK_VIEWS: readonly View[] = [
  scan,
  { blur: 0.8, noise: 5, rotation: 3 },
  { blur: 0.7, noise: 4, rotation: 90 },
  { blur: 0.9, noise: 8, lean: 15, around: 'wood', quality: 60 },
];

export const CONDITIONS: readonly Condition[] = [
  ...READABLE.map((one) => ({ ...one, kind: 'readable' as const })),
  ...HARD.map((one) => ({ ...one, kind: 'hard' as const })),
  ...CUT.map((one) => ({ ...one, kind: 'cut' as const })),
  ...Object.keys(BLANKS).map((name) => ({ name, kind: 'blank' as const, dpi: 150 })),
];

export interface Page {
  readonly shot: Shot;
  /** What stands in the zone; `undefined` where there is none. */
  readonly lines: readonly string[] | undefined;
}

let sheets: Sheets | undefined;

/** Draws a page of a condition: the same seed and number give the same page, every seed gives another set. */
export function drawPage(condition: Condition, page: number, seed: number): Page {
  sheets ??= { ocrB: loadGlyphSheet(), type: loadTypeSheet() };
  const own = (seed * 7919 + CONDITIONS.indexOf(condition) * 104_729 + page * 613) >>> 0;
  const random = createRandom(own);
  if (condition.kind === 'blank') {
    const dpi = random.pick([100, 150, 200]);
    const view = BLANK_VIEWS[page % BLANK_VIEWS.length]!;
    return {
      shot: photograph(BLANKS[condition.name]!(sheets, dpi, own + 1), view, own + 2),
      lines: undefined,
    };
  }
  const lines = inventZone(FORMATS[page % FORMATS.length]!, random);
  const print: Print = { ground: random.chance(0.3) ? 'plain' : 'security', ...condition.print };
  const paper = drawDocument(sheets, lines, condition.dpi, print, own + 1);
  const view = { ...condition.view, ...condition.vary?.(page, random) };
  return { shot: photograph(paper, view, own + 2), lines };
}
