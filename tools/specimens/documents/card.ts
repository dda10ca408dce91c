import { guilloche } from './guilloche.ts';
import type { Lie } from './particulars.ts';
import { SHEET, sheet } from './sheet.ts';

/** ISO/IEC 7810 ID-1. */
export const CARD = { width: 85.6, height: 53.98, corner: 3.18 };
/** Four fifths of a passport's portrait. */
export const CARD_PORTRAIT = { x: 4, y: 12.4, width: 28, height: 36 };

const SHADOW = 0.35;

/**
 * A side of a card as a scanner sees it: on the white underside of its lid, a little turned, its edge in the shadow
 * that the lamp throws.
 *
 * @param drawing SVG in millimetres of the card.
 */
export function lieOnLid(drawing: string, { turn, x, y }: Lie): string {
  const left = (SHEET.width - CARD.width) / 2 + x;
  const top = (SHEET.height - CARD.height) / 2 + y;
  const outline = `width="${CARD.width}" height="${CARD.height}" rx="${CARD.corner}"`;
  return sheet(`<defs>
    <clipPath id="outline"><rect ${outline}/></clipPath>
    <filter id="soft" x="-10%" y="-10%" width="120%" height="120%"><feGaussianBlur stdDeviation=".45"/></filter>
    <linearGradient id="lid" x1="0" y1="0" x2=".3" y2="1"><stop offset="0" stop-color="#f6f6f4"/><stop offset="1" stop-color="#efefec"/></linearGradient>
  </defs>
  <rect width="${SHEET.width + 1}" height="${SHEET.height + 1}" fill="url(#lid)"/>
  <g transform="translate(${left} ${top}) rotate(${turn} ${CARD.width / 2} ${CARD.height / 2})">
    <rect ${outline} transform="translate(${SHADOW} ${SHADOW * 1.4})" fill="#3a3f45" opacity=".5" filter="url(#soft)"/>
    <g clip-path="url(#outline)">${drawing}</g>
    <rect ${outline} fill="none" stroke="#8d9499" stroke-width=".12"/>
  </g>`);
}

/** Paper with its background print, and a band of light over it. */
export function ground(hue: number, printed: number = CARD.height): string {
  return `<defs>
    <linearGradient id="paper" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 46% 91%)"/>
      <stop offset=".55" stop-color="hsl(${(hue + 40) % 360} 40% 94%)"/><stop offset="1" stop-color="hsl(${(hue + 70) % 360} 40% 90%)"/></linearGradient>
    <linearGradient id="edge" x1="0" x2="1"><stop offset="0" stop-color="#fff" stop-opacity="0"/><stop offset=".5" stop-color="#fff" stop-opacity=".55"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>
    <clipPath id="printed"><rect width="${CARD.width}" height="${printed}"/></clipPath>
  </defs>
  <rect width="${CARD.width}" height="${CARD.height}" fill="url(#paper)"/>
  <g clip-path="url(#printed)">${guilloche(CARD.width, CARD.height, hue)}</g>
  <rect width="18" height="${CARD.height}" fill="url(#edge)" opacity=".3" transform="translate(64 0) skewX(-14)"/>`;
}

export const RED = '#b3202c';

/** The word across the card, so large that no cutting out removes it. */
export function marked(x: number, y: number, size: number): string {
  return `<text transform="translate(${x} ${y}) rotate(-13)" font-size="${size}" font-weight="800" fill="${RED}" opacity=".13" letter-spacing="1">SPECIMEN</text>`;
}

export function framedPortrait(portrait: string, ink: string): string {
  const { x, y, width, height } = CARD_PORTRAIT;
  const box = `x="${x}" y="${y}" width="${width}" height="${height}"`;
  return `<image href="${portrait}" ${box} preserveAspectRatio="xMidYMid slice"/>
  <rect ${box} fill="none" stroke="${ink}" stroke-width=".18"/>`;
}
