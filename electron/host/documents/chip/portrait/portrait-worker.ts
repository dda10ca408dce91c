import { parentPort } from 'node:worker_threads';
import { decodeJpeg2000 } from './decode-jpeg2000.ts';
import { inspectImage } from './inspect.ts';
import { writePng } from './png.ts';
import type { WorkerAnswer, WorkerCall } from './worker-messages.ts';

/** The thread that decodes what a chip gave as JPEG 2000. What such an image does to it does not reach the host. */
async function answer({ id, image }: WorkerCall): Promise<WorkerAnswer> {
  try {
    inspectImage(image);
    const { pixels, decoder } = await decodeJpeg2000(image);
    return { id, good: true, png: writePng(pixels), decoder };
  } catch {
    return { id, good: false };
  }
}

parentPort?.on('message', (call: WorkerCall) => {
  void answer(call).then((done) => parentPort?.postMessage(done));
});
