/** The last letter of the last component that can spare one: only single letters may follow it. */
const SPARE_LETTER = /([A-Z])[A-Z]((?:<+[A-Z])*)$/;

/** Cuts so that a letter comes last: where a filler would, an earlier component gives up a letter for the next initial. */
function cutAt(text: string, length: number): string {
  const cut = text.slice(0, length);
  if (text.length <= length || !cut.endsWith('<')) return cut;
  const shortened = cut.slice(0, -1).replace(SPARE_LETTER, '$1$2');
  return `${shortened}${text.slice(length - 1)}`.slice(0, length);
}

/**
 * The name field: primary, two fillers, secondary, filled up with `<`. A name that does not fit is cut as ICAO
 * Doc 9303-4 §4.2.3 has it: the last position holds a letter, and the secondary identifier keeps at least one.
 * @param length characters available: 39 for TD3.
 */
export function composeNameField(primary: string, secondary: string, length: number): string {
  const full = secondary === '' ? primary : `${primary}<<${secondary}`;
  if (full.length <= length) return full.padEnd(length, '<');
  if (secondary === '') return cutAt(primary, length);
  const head = cutAt(primary, length - 3);
  return cutAt(`${head}<<${secondary}`, length).padEnd(length, '<');
}
