import { describe, expect, it } from 'vitest';
import { channelPair, link, type VisionFunctions } from '../../electron/contract/index.ts';
import type { VisionEngine } from './engine.ts';
import { VisionError } from './errors.ts';
import { serveVision } from './serve.ts';

function hostOf(engine: Promise<VisionEngine>) {
  const [page, host] = channelPair();
  link(page, serveVision(engine));
  return link<VisionFunctions>(host, {}).remote;
}

describe('serveVision', () => {
  it('answers each question with the reason when the engine did not start', async () => {
    const host = hostOf(Promise.reject(new VisionError('vision/model-unknown', 'not the model')));
    const image = new Uint8Array(1);
    for (const answer of [
      host.info(),
      host.analyse(image),
      host.cropPortrait(image),
      host.compare({ portrait: image, selfies: [image] }),
    ]) {
      await expect(answer).rejects.toMatchObject({ code: 'vision/model-unknown' });
    }
  });

  it('lets questions wait until the engine is there', async () => {
    let start = (_engine: VisionEngine) => {};
    const host = hostOf(new Promise<VisionEngine>((resolve) => (start = resolve)));
    const analysis = host.analyse(Uint8Array.of(1, 2, 3));
    start({
      analyse: async (image: Uint8Array) => ({ width: image.length, height: 1, faces: [] }),
    } as unknown as VisionEngine);
    expect(await analysis).toEqual({ width: 3, height: 1, faces: [] });
  });
});
