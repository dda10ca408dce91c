import { open } from 'node:fs/promises';

export interface Film {
  /** Length before it starts again. */
  seconds: number;
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
  { seconds, fps = 30 }: Film,
): Promise<void> {
  if (frames.length === 0) throw new RangeError('a film needs a frame');
  if (!frames.every(isJpeg)) throw new RangeError('a frame of the film is not a JPEG');
  const out = await open(file, 'w');
  try {
    for (const still of pingPong(frames.length, Math.max(1, Math.round(seconds * fps))))
      await out.writeFile(frames[still]!);
  } finally {
    await out.close();
  }
}
