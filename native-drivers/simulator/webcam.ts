import { readFile, rename, rm } from 'node:fs/promises';
import { emptyRoom } from './empty-room.ts';
import { SimulatorError } from './errors.ts';
import { jpegInfo } from './jpeg-size.ts';
import { actingOrder, writeMjpeg } from './mjpeg.ts';

export interface Webcam {
  /**
   * Shows these frames, or the empty room when there are none, and between them the acts, each from its first key frame to
   * its last. The file is whole at every moment.
   */
  show(frames: readonly string[], acts?: readonly (readonly string[])[]): Promise<void>;
}

/**
 * The film a browser's fake camera plays (`--use-file-for-fake-video-capture`). It is replaced by rename, so a
 * browser that has the old one open goes on with it and sees the new one when the camera is opened again.
 *
 * @param likeness a frame whose size the empty room takes
 */
export function webcam(file: string, likeness: string | null): Webcam {
  let turn = Promise.resolve();
  let room: Uint8Array | null = null;
  const nobody = async () => {
    if (!room) {
      const size = likeness ? jpegInfo(await readFile(likeness)) : null;
      room = emptyRoom(size?.width ?? 640, size?.height ?? 480);
    }
    return [room];
  };
  const film = async (frames: readonly string[], acts: readonly (readonly string[])[]) => {
    const files = [...frames, ...acts.flat()];
    const pictures =
      frames.length > 0 ? await Promise.all(files.map((frame) => readFile(frame))) : await nobody();
    const acting = frames.length > 0 && acts.length > 0;
    const shows = acting
      ? actingOrder(
          frames.length,
          acts.map(({ length }) => length),
        )
      : 4;
    const next = `${file}.${process.pid}.next`;
    try {
      await writeMjpeg(pictures, next, { shows });
      await rename(next, file);
    } catch (cause) {
      await rm(next, { force: true }).catch(() => {});
      throw new SimulatorError('simulator/no-camera', 'the film of the camera cannot be written', { cause });
    }
  };
  return {
    show(frames, acts = []) {
      const shown = turn.then(() => film(frames, acts));
      turn = shown.catch(() => {});
      return shown;
    },
  };
}
