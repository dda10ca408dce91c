import manifest from '../../../resources/models/models.json' with { type: 'json' };

/** A decision threshold of a model: distances up to it count as the same person. */
export interface Threshold {
  /** Share of different people who would be taken for the same, in the measurement the threshold comes from. */
  readonly falseMatchRate: number;
  /** For one selfie against one portrait. */
  readonly distance: number;
  /** For the mean of several selfies, which brings different people closer, too. */
  readonly distanceOfMean: number;
}

/** A face comparison model that was measured. Its thresholds hold for the very file with this hash. */
export interface FaceModel {
  readonly sha256: string;
  readonly thresholds: readonly Threshold[];
}

/** The models this build has thresholds for (resources/models/models.json). */
export const knownModels: readonly FaceModel[] = manifest.outputs
  .filter(({ file }) => file === manifest.embedding.file)
  .map(({ sha256 }) => ({ sha256, thresholds: manifest.embedding.thresholds }));
