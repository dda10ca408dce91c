import { parentPort, workerData } from 'node:worker_threads';
import { CodedError } from '../../contract/errors.ts';
import { type GlyphWeights, loadGlyphNet } from '../documents/image/index.ts';
import { cutPicture, readPage, turnPicture } from '../documents/page/index.ts';
import type { PageAnswer, PageCall } from './pages-over-worker.ts';

/** The thread that decodes and reads pictures of documents: nothing a picture does to it reaches the host. */
let net: GlyphWeights | null = null;
const weights = (): GlyphWeights => {
  net ??= loadGlyphNet((workerData as { net: string }).net);
  return net;
};

async function answer({ id, work }: PageCall): Promise<PageAnswer> {
  try {
    switch (work.do) {
      case 'read':
        return { id, value: await readPage(work.picture, weights(), new Date(work.today)) };
      case 'turn':
        return { id, value: turnPicture(work.picture, work.degrees) };
      case 'cut':
        return { id, value: cutPicture(work.picture, work.box) };
    }
  } catch (error) {
    return { id, error: error instanceof CodedError ? error.code : 'page/failed' };
  }
}

parentPort?.on('message', (call: PageCall) => {
  void answer(call).then((done) => parentPort?.postMessage(done));
});
