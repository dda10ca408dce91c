import { open } from 'node:fs/promises';

export interface Film {
  /** Length before it starts again, in seconds, the stills there and back; or the still that each tick shows. */
  shows: number | readonly number[];
  /** Chromium plays .mjpeg at 30 frames a second whatever was meant. */
  fps?: number;
}

/** A frame is a whole JPEG: it begins with the start marker and ends with the end marker (ITU-T T.81, B.1.1.3). */
function isJpeg(frame: Uint8Array): boolean {
  const end = frame.length;
  return (
    end > 4 && frame[0] === 0xff && frame[1] === 0xd8 && frame[end - 2] === 0xff && frame[end - 1] === 0xd9
  );
}

/**
 * The order in which stills are shown so that they move without a jump: there and back again, each for several
 * ticks. A loop that starts again goes on from its neighbour.
 *
 * @returns an index into the stills for every tick.
 */
export function pingPong(stills: number, ticks: number): number[] {
  const round = stills < 2 ? 1 : 2 * (stills - 1);
  const rounds = Math.max(1, Math.min(Math.round(ticks / (round * 6)), Math.floor(ticks / round)));
  return Array.from({ length: ticks }, (_, tick) => {
    const at = Math.floor((tick * round * rounds) / ticks) % round;
    return at < stills ? at : round - at;
  });
}

/** Ticks that each key frame of a movement is shown, and that the movement's end is held. */
const KEY_TICKS = 5;
const HELD_TICKS = 12;
/**
 * Ticks of waiting: at first two and a half seconds, in which the window finds a face at rest (0.8 s) and begins to ask;
 * between the acts less than it needs for that, so that whoever it found too late is asked in the next round and at its
 * beginning.
 */
const REST_TICKS = { first: 75, between: 21 };

/**
 * The order in which somebody is seen who waits, does one thing after the other as asked, there and back, and waits again.
 *
 * @param rest how many stills there are of them waiting; those of the acts follow
 * @param acts how many key frames each act has, from the rest to its end
 */
export function actingOrder(rest: number, acts: readonly number[]): number[] {
  const waiting = (ticks: number) =>
    Array.from({ length: ticks }, (_, tick) => Math.floor(tick / 15) % Math.min(2, rest));
  let first = rest;
  const acted = acts.flatMap((count) => {
    const keys = Array.from({ length: count }, (_, k) => first + k);
    first += count;
    const there = keys.flatMap((key) => new Array<number>(KEY_TICKS).fill(key));
    const held = new Array<number>(HELD_TICKS).fill(keys.at(-1)!);
    return [...there, ...held, ...there.toReversed(), ...waiting(REST_TICKS.between)];
  });
  return [...waiting(REST_TICKS.first), ...acted];
}

/**
 * Writes stills as a film for Chromium's `--use-file-for-fake-video-capture`: JPEG after JPEG, all of one size, in a
 * file whose name must end in `.mjpeg`.
 *
 * @param frames baseline JPEGs.
 * @throws RangeError when there is no frame, or one is not a JPEG.
 */
export async function writeMjpeg(
  frames: readonly Uint8Array[],
  file: string,
  { shows, fps = 30 }: Film,
): Promise<void> {
  if (frames.length === 0) throw new RangeError('a film needs a frame');
  if (!frames.every(isJpeg)) throw new RangeError('a frame of the film is not a JPEG');
  const out = await open(file, 'w');
  try {
    const ticks =
      typeof shows === 'number' ? pingPong(frames.length, Math.max(1, Math.round(shows * fps))) : shows;
    for (const still of ticks) await out.writeFile(frames[still]!);
  } finally {
    await out.close();
  }
}
