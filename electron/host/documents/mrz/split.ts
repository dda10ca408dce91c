const CONTROLS = 0x20;

/** What no zone contains and devices put between or around lines: controls, white space, and two printable separators. */
function isSeparator(character: string): boolean {
  const code = character.charCodeAt(0);
  return code <= CONTROLS || code === 0x7f || character === '|' || character === ';' || /\s/.test(character);
}

function runsOf(text: string): string[] {
  const runs: string[] = [];
  let run = '';
  for (const character of text) {
    if (!isSeparator(character)) run += character;
    else if (run !== '') {
      runs.push(run);
      run = '';
    }
  }
  if (run !== '') runs.push(run);
  return runs;
}

/** Line lengths behind the total of a zone that came without separators. No two layouts share a total. */
const GLUED: Readonly<Record<number, readonly number[]>> = {
  88: [44, 44],
  90: [30, 30, 30],
  72: [36, 36],
  68: [34, 34],
  69: [9, 30, 30],
};

/** The totals that are cut. */
export const GLUED_LENGTHS: readonly number[] = Object.keys(GLUED).map(Number);

/** Cuts a run whose length is the total of a layout; any other run stays one line. */
export function cutGlued(run: string): string[] {
  const lengths = GLUED[run.length];
  if (!lengths) return [run];
  let at = 0;
  return lengths.map((length) => {
    at += length;
    return run.slice(at - length, at);
  });
}

/**
 * Turns the text of a reader (STX/ETX lines, keyboard wedge, one long run) into lines for `parseMrz`. Strips framing,
 * splits glued lines, upper-cases ASCII letters. Repairs nothing: an unexpected character stays, and parsing says so.
 */
export function splitMrzText(text: string): string[] {
  const upper = text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  return runsOf(upper).flatMap(cutGlued);
}
