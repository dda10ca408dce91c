import { readFileSync } from 'node:fs';
import { type Embedded, measurePairs, type Sides } from '../../electron/cli/face/measure-pairs.ts';
import type { PairList } from '../../electron/cli/face/pair-list.ts';
import { quantile } from '../lib/stats.ts';
import { progress } from '../lib/suite.ts';
import type { Measured } from './accuracy.ts';
import type { OtherEngine } from './page/face-bench.ts';
import type { BenchPage } from './page-process.ts';

const names: Record<OtherEngine, string> = {
  human: '@vladmandic/human 3.3.6 (faceres, cosine)',
  'face-api': '@vladmandic/face-api 1.7.15 (tiny detector)',
};

/** Another package over the same pictures; those it finds no face in count as no match. */
export async function measureOther(page: BenchPage, engine: OtherEngine, list: PairList): Promise<Measured> {
  progress(`accuracy: ${names[engine]}`);
  await page.call('load', engine);
  const times: number[] = [];
  const embedAll = async (images: Iterable<string>, pictureOf: (path: string) => Promise<string | null>) => {
    const all = new Map<string, Embedded>();
    for (const path of images) {
      const picture = await pictureOf(path);
      const found = picture === null ? { vector: null, ms: 0 } : await page.call('embed', engine, picture);
      if (picture !== null) times.push(found.ms);
      all.set(path, { vector: found.vector && Float32Array.from(found.vector), ms: null });
    }
    return all;
  };
  const asItIs = async (path: string) => readFileSync(path).toString('base64');
  const second = await embedAll(list.images, asItIs);
  const ms = quantile(times, 0.5);
  const portraits = new Set(list.pairs.map(({ a }) => a));
  const first = await embedAll(portraits, async (path) => page.call('degrade', await asItIs(path)));
  const metric = engine === 'human' ? 'cosine' : 'euclidean';
  const measure = (sides: Sides) => measurePairs(metric, list, sides);
  return {
    name: names[engine],
    clean: measure({ first: second, second }),
    degraded: measure({ first, second }),
    ms,
  };
}
