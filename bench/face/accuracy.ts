import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../e2e/kiosk/process.ts';
import { openVisionProcess } from '../../electron/browser/index.ts';
import { timesOf } from '../../electron/cli/face/describe-measured.ts';
import type { FaceEngine } from '../../electron/cli/face/engine.ts';
import { embedSides, measurePairs, type PairsMeasured } from '../../electron/cli/face/measure-pairs.ts';
import type { PairList } from '../../electron/cli/face/pair-list.ts';
import type { EmbedderSetup } from '../../electron/contract/index.ts';
import { knownModels } from '../../electron/host/faces/index.ts';
import { namedAlignments } from '../../electron/host/faces/slot/index.ts';
import { resourcesFolder } from '../lib/station.ts';
import { progress } from '../lib/suite.ts';

export interface Measured {
  readonly name: string;
  readonly clean: PairsMeasured;
  readonly degraded: PairsMeasured;
  /** Median milliseconds a picture takes. */
  readonly ms: number;
}

type Views = Pick<EmbedderSetup, 'paddings' | 'mirror' | 'smoothPortrait'>;

/** The shipped pipeline, and what may be made of the same network. */
export const variants: Record<string, Views | null> = {
  'Proofdesk, as shipped': null,
  'one crop, no mirror image': { paddings: [0.25], mirror: false, smoothPortrait: false },
  'three paddings, mirror images': { paddings: [0.2, 0.25, 0.3], mirror: true, smoothPortrait: false },
  'portrait smoothed': { paddings: [0.25], mirror: true, smoothPortrait: true },
  both: { paddings: [0.2, 0.25, 0.3], mirror: true, smoothPortrait: true },
};

/** One variant over all pairs, clean and with the first picture of each made a document's portrait. */
export async function measureVariant(name: string, list: PairList): Promise<Measured> {
  progress(`accuracy: ${name}`);
  const models = join(resourcesFolder(), 'models/generated');
  const views = variants[name] ?? null;
  const bytes = new Uint8Array(readFileSync(join(models, 'face_embedder.tflite')));
  const setup: EmbedderSetup | null = views && {
    sha256: knownModels[0]!.sha256,
    format: 'tflite',
    input: { width: 150, layout: 'NHWC', colour: 'RGB', mean: [0, 0, 0], std: [1, 1, 1] },
    dimensions: 128,
    metric: 'euclidean',
    alignment: namedAlignments['dlib-5'],
    ...views,
  };
  const running = await openVisionProcess({
    renderer: join(root, 'out/renderer'),
    models,
    embedder: setup && { setup, bytes },
  });
  const engine: Pick<FaceEngine, 'vision'> = running;
  try {
    const smooth = views?.smoothPortrait ?? false;
    const clean = await embedSides(engine, list, { degrade: false, smooth }, () => {});
    const degraded = await embedSides(engine, list, { degrade: true, smooth }, () => {});
    const times = timesOf(clean);
    return {
      name,
      clean: measurePairs('euclidean', list, clean),
      degraded: measurePairs('euclidean', list, degraded),
      ms: times ? times.find + times.embed : Number.NaN,
    };
  } finally {
    await running.close();
  }
}

/** How far apart the two kinds of pairs lie, in deviations of their own: mean difference by root mean square deviation. */
export function separation({ pairs }: PairsMeasured): number {
  const of = (same: boolean) => pairs.flatMap((pair) => (pair.same === same ? (pair.distance ?? []) : []));
  const [same, different] = [moments(of(true)), moments(of(false))];
  return (different.mean - same.mean) / Math.sqrt((same.variance + different.variance) / 2);
}

function moments(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}
