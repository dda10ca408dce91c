const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** `2031-02-12` as documents print it: `12 FEB 2031`. */
export function day(date: string): string {
  const [year, month, dayOfMonth] = date.split('-');
  return `${dayOfMonth} ${MONTHS[Number(month) - 1]} ${year}`;
}

export const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const upper = (text: string) => xml(text.toLocaleUpperCase('en'));

/** Sizes in millimetres: of the label, of the value, and from the one's baseline to the other's. */
export interface FieldStyle {
  label: number;
  value: number;
  step: number;
  colour: string;
}

export interface Fields {
  label(x: number, y: number, text: string): string;
  field(x: number, y: number, name: string, value: string, size?: number): string;
}

/** Labels with their values below, in one style. */
export function fieldsOf(style: FieldStyle): Fields {
  const label = (x: number, y: number, text: string) =>
    `<text x="${x}" y="${y}" font-size="${style.label}" fill="${style.colour}" letter-spacing=".03">${text}</text>`;
  return {
    label,
    field: (x, y, name, value, size = style.value) =>
      `${label(x, y, name)}<text x="${x}" y="${y + style.step + (size - style.value) * 0.75}" font-size="${size}" font-weight="600" fill="#16181c" letter-spacing=".06">${value}</text>`,
  };
}

/** 10 characters to the inch, lines 6.35 mm apart (ICAO Doc 9303-3 §4.2). */
const PITCH = 2.54;
const LEADING = 6.35;

/**
 * The lines of a machine readable zone in OCR-B.
 *
 * @param left millimetres from the edge to the first character.
 * @param lowest where the centre of the last line lies, millimetres from the top.
 * @param advance width of a character in units of the font's size.
 */
export function zone(lines: readonly string[], left: number, lowest: number, advance: number): string {
  const size = PITCH / advance;
  return lines
    .map((line, k) => {
      const xs = [...line].map((_, n) => (left + n * PITCH).toFixed(3)).join(' ');
      const baseline = lowest - (lines.length - 1 - k) * LEADING + 1.2;
      return `<text x="${xs}" y="${baseline}" style="font-family:'OCR B'" font-size="${size}" fill="#101010">${xml(line)}</text>`;
    })
    .join('');
}
