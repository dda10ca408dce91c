import { readFile } from 'node:fs/promises';
import { CodedError, dissimilarity, type EmbeddingRequest } from '../../contract/index.ts';
import {
  type AccuracyReport,
  DistanceTally,
  type LabelledDistance,
  reportAccuracy,
} from '../../host/faces/accuracy/index.ts';
import { type FaceEngine, pictureFault } from './engine.ts';
import type { PairList } from './pair-list.ts';

export interface Embedded {
  /** Null where no face was found, or the file is no picture. */
  readonly vector: Float32Array | null;
  readonly ms: { readonly find: number; readonly embed: number } | null;
}

/** Embeddings by path, for each side of a pair; both are one where both sides are treated alike. */
export interface Sides {
  readonly first: ReadonlyMap<string, Embedded>;
  readonly second: ReadonlyMap<string, Embedded>;
}

export interface PairsMeasured {
  readonly report: AccuracyReport;
  readonly pairs: readonly LabelledDistance[];
  readonly strangers: DistanceTally;
  /** A portrait against the mean of three selfies of somebody else. */
  readonly strangersOfMean: DistanceTally;
}

/** Photos that are averaged for the thresholds of a mean; a kiosk takes three. */
const AVERAGED = 3;

/**
 * Embeds every picture of the list, once for each side that treats it in its own way.
 *
 * @throws CodedError `input/file` for a picture that is not there; one without a face has no vector
 * @param degrade makes a document's portrait of every first picture
 * @param smooth the model treats portraits otherwise than selfies
 */
export async function embedSides(
  engine: Pick<FaceEngine, 'vision'>,
  list: PairList,
  { degrade, smooth }: { degrade: boolean; smooth: boolean },
  progress: (done: number, of: number) => void,
): Promise<Sides> {
  const asFirst: EmbeddingRequest['as'] = degrade ? 'degraded' : smooth ? 'portrait' : 'selfie';
  const of = list.images.length * (asFirst === 'selfie' ? 1 : 2);
  let done = 0;
  const all = async (as: EmbeddingRequest['as']) => {
    const embedded = new Map<string, Embedded>();
    for (const path of list.images) {
      embedded.set(path, await embed(engine, path, as));
      progress(++done, of);
    }
    return embedded;
  };
  const second = await all('selfie');
  return { first: asFirst === 'selfie' ? second : await all(asFirst), second };
}

async function embed(
  { vision }: Pick<FaceEngine, 'vision'>,
  path: string,
  as: EmbeddingRequest['as'],
): Promise<Embedded> {
  const bytes = await readFile(path).catch((cause) => {
    throw new CodedError('input/file', `${path} cannot be opened`, { cause });
  });
  try {
    const found = await vision.embed({ image: new Uint8Array(bytes), as });
    if (found.outcome === 'refused') return { vector: null, ms: null };
    return { vector: Float32Array.from(found.vector), ms: found.ms };
  } catch (error) {
    pictureFault(error);
    return { vector: null, ms: null };
  }
}

/** Everything that is said of a model over a list of pairs. */
export function measurePairs(
  metric: FaceEngine['metric'],
  { pairs, personIn }: PairList,
  sides: Sides,
): PairsMeasured {
  const vectors = (side: Sides['first']) =>
    [...side].flatMap(([path, { vector }]) => (vector ? [{ path, vector, person: personIn?.(path) }] : []));
  const distances = pairs.map(({ a, b, same }) => {
    const [first, second] = [sides.first.get(a)?.vector, sides.second.get(b)?.vector];
    return { same, distance: first && second ? dissimilarity(metric, first, second) : null };
  });
  const strangers = new DistanceTally();
  const strangersOfMean = new DistanceTally();
  if (!personIn) {
    for (const { same, distance } of distances) if (!same && distance !== null) strangers.add(distance);
  } else {
    const [firsts, seconds] = [vectors(sides.first), vectors(sides.second)];
    const alike = sides.first === sides.second;
    firsts.forEach((one, k) => {
      // Where both sides are treated alike, the other order is the same comparison again.
      for (const other of alike ? seconds.slice(k + 1) : seconds) {
        if (one.person !== other.person) strangers.add(dissimilarity(metric, one.vector, other.vector));
      }
    });
    for (const { person, vector } of means(seconds)) {
      for (const one of firsts)
        if (one.person !== person) strangersOfMean.add(dissimilarity(metric, one.vector, vector));
    }
  }
  return { report: reportAccuracy(distances, strangers), pairs: distances, strangers, strangersOfMean };
}

/** The mean of three pictures of everybody who has so many. */
function means(embedded: readonly { person: string | undefined; vector: Float32Array }[]) {
  const byPerson = Map.groupBy(embedded, ({ person }) => person);
  return [...byPerson].flatMap(([person, all]) => {
    if (all.length < AVERAGED) return [];
    const some = all.slice(0, AVERAGED).map(({ vector }) => vector);
    const vector = some[0]!.map((_, k) => some.reduce((sum, one) => sum + one[k]!, 0) / AVERAGED);
    return [{ person, vector }];
  });
}
