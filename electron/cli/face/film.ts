import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../contract/index.ts';

/** Bytes of a film, and pictures in it, that are read at most: two minutes of a good camera. */
const MOST = { bytes: 500_000_000, frames: 7_200 };

const unknown = () =>
  new CodedError(
    'input/film-unknown',
    'the film is neither JPEG after JPEG nor a folder of JPEGs; "ffmpeg -i FILM -c:v mjpeg -q:v 3 FILM.mjpeg" makes one',
  );

/**
 * The pictures of a film in their order, as JPEG: of a folder its files named `.jpg` or `.jpeg`, by name with their numbers
 * counted; else of a file of JPEG after JPEG.
 *
 * @throws CodedError `input/file`, `input/film-unknown`, `input/film-too-large`, `input/film-cut-off`
 */
export async function readFilm(path: string): Promise<Uint8Array<ArrayBuffer>[]> {
  const unopened = (cause: unknown) => {
    throw new CodedError('input/file', `${path} cannot be opened`, { cause });
  };
  const about = await stat(path).catch(unopened);
  if (about.isDirectory())
    return readFolder(path).catch((error) =>
      error instanceof CodedError ? Promise.reject(error) : unopened(error),
    );
  if (about.size > MOST.bytes) throw tooLarge();
  return splitJpegs(new Uint8Array(await readFile(path).catch(unopened)));
}

const tooLarge = () =>
  new CodedError(
    'input/film-too-large',
    `a film has at most ${MOST.frames} pictures and ${MOST.bytes} bytes`,
  );

async function readFolder(folder: string): Promise<Uint8Array<ArrayBuffer>[]> {
  const order = new Intl.Collator('en', { numeric: true });
  const names = (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).sort(order.compare);
  if (names.length === 0) throw unknown();
  if (names.length > MOST.frames) throw tooLarge();
  const pictures: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (const name of names) {
    const picture = new Uint8Array(await readFile(join(folder, name)));
    bytes += picture.length;
    if (bytes > MOST.bytes) throw tooLarge();
    pictures.push(picture);
  }
  return pictures;
}

/**
 * JPEG after JPEG, each from its start marker to its end marker (ITU-T T.81, B.1). Segments are stepped over by their
 * length, so that a thumbnail within one is no picture.
 *
 * @throws CodedError `input/film-unknown` when it does not begin with a JPEG, `input/film-cut-off` when one has no end
 */
export function splitJpegs(film: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const pictures: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  while (at < film.length) {
    if (film[at] !== 0xff || film[at + 1] !== 0xd8) {
      if (pictures.length === 0) throw unknown();
      throw new CodedError(
        'input/film-cut-off',
        `what follows picture ${pictures.length} of the film is none`,
      );
    }
    const end = endOfJpeg(film, at + 2);
    if (end === null)
      throw new CodedError('input/film-cut-off', `picture ${pictures.length + 1} of the film has no end`);
    pictures.push(film.subarray(at, end));
    if (pictures.length > MOST.frames) throw tooLarge();
    at = end;
  }
  if (pictures.length === 0) throw unknown();
  return pictures;
}

/** Where the JPEG ends whose markers go on at `at`; null when it does not. */
function endOfJpeg(film: Uint8Array, from: number): number | null {
  let at = from;
  while (at + 1 < film.length) {
    const code = film[at + 1]!;
    // Entropy-coded data, stuffed bytes, fill bytes and restart markers have no length.
    if (film[at] !== 0xff || code === 0 || code === 0xff || (code >= 0xd0 && code <= 0xd7)) at += 1;
    else if (code === 0xd9) return at + 2;
    else {
      const length = 256 * (film[at + 2] ?? 0) + (film[at + 3] ?? 0);
      if (length < 2) return null;
      at += 2 + length;
    }
  }
  return null;
}
