import manifest from '../../../resources/models/models.json' with { type: 'json' };

/** Where a document's portrait comes from: the chip has the picture itself, the page only a print of it. */
export type PortraitSource = 'chip' | 'page';

/** A decision threshold of a model: distances up to it count as the same person. */
export interface Threshold {
  /** Share of different people who would be taken for the same, in the measurement the threshold comes from. */
  readonly falseMatchRate: number;
  readonly portrait: PortraitSource;
  /** For one selfie against one portrait. */
  readonly distance: number;
  /** For the mean of several selfies, which brings different people closer, too; null where that was not measured. */
  readonly distanceOfMean: number | null;
}

/** A face comparison model that was measured. Its thresholds hold for the very file with this hash. */
export interface FaceModel {
  readonly sha256: string;
  readonly thresholds: readonly Threshold[];
}

/**
 * The models this build has thresholds for (resources/models/models.json). They are known by the hash of the file that was
 * measured, not by that of the file that is shipped: a new file has no thresholds until it has been measured as well.
 */
export const knownModels: readonly FaceModel[] = [
  { sha256: manifest.embedding.thresholdsOf.model, thresholds: manifest.embedding.thresholds as Threshold[] },
];

/** What a model was measured at for this rate and this kind of portrait. */
export function measuredAt(
  { thresholds }: FaceModel,
  falseMatchRate: number,
  portrait: PortraitSource,
): Threshold | null {
  return thresholds.find((one) => one.falseMatchRate === falseMatchRate && one.portrait === portrait) ?? null;
}

/**
 * Two frontal frames of one sequence further apart than this are of two people: the distance at which one in a thousand
 * others would pass, while somebody's own frames of one minute lie at half of it.
 */
export function sameSitting(models: readonly FaceModel[], sha256: string | undefined): number {
  const known = models.find((model) => model.sha256 === sha256);
  if (!known) return 0;
  // A model that was measured at other rates alone has its loosest threshold stand in.
  const loosest = Math.max(0, ...known.thresholds.map(({ distance }) => distance));
  return measuredAt(known, 1e-3, 'chip')?.distance ?? loosest;
}
