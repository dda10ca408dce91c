/** The MRZ alphabet (ICAO Doc 9303-3 §4.3) in the order of the glyph net's outputs. */
export const GLYPHS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<';

/** The net's last output: what it sees is no glyph of the alphabet, or one that is not centred. */
export const NO_GLYPH = GLYPHS.length;

export const CLASSES = GLYPHS.length + 1;

/** The net's output for a character of the alphabet; -1 for any other. */
export function glyphIndex(character: string): number {
  return character.length === 1 ? GLYPHS.indexOf(character) : -1;
}
