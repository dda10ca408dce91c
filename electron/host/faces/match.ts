import type { Check, CheckOutcome, Comparison } from '../../contract/index.ts';
import { type FaceModel, knownModels } from './models.ts';

export interface MatchPolicy {
  /** The false match rate the station asks for; one of those the model was measured at. */
  readonly falseMatchRate: number;
}

export type MatchReason =
  | 'same-person'
  | 'different-person'
  | 'no-face'
  | 'several-faces'
  | 'model-unknown'
  | 'rate-unknown';

export interface FaceMatch {
  readonly outcome: CheckOutcome;
  readonly reason: MatchReason;
  /** Dissimilarity (Euclidean distance): smaller is more alike. Null when nothing was compared. */
  readonly score: number | null;
  /** The largest score that passes; null when there is none for this model. */
  readonly threshold: number | null;
  readonly modelSha256: string | null;
}

/**
 * Decides a comparison by the threshold that belongs to the model that made it. A model that is not known by its hash,
 * or a rate it was not measured at, gives `not-checked`: a number without a threshold says nothing.
 */
export function judgeFaceMatch(
  comparison: Comparison,
  { falseMatchRate }: MatchPolicy,
  models: readonly FaceModel[] = knownModels,
): FaceMatch {
  if (comparison.outcome === 'refused') {
    const { reason } = comparison;
    return { outcome: 'not-checked', reason, score: null, threshold: null, modelSha256: null };
  }
  const { distance: score, perSelfie } = comparison;
  const modelSha256 = comparison.model.sha256;
  const model = models.find(({ sha256 }) => sha256 === modelSha256);
  const limits = model?.thresholds.find((one) => one.falseMatchRate === falseMatchRate);
  if (!limits) {
    const reason = model ? 'rate-unknown' : 'model-unknown';
    return { outcome: 'not-checked', reason, score, threshold: null, modelSha256 };
  }
  const threshold = perSelfie.length > 1 ? limits.distanceOfMean : limits.distance;
  const same = score <= threshold;
  return {
    outcome: same ? 'passed' : 'failed',
    reason: same ? 'same-person' : 'different-person',
    score,
    threshold,
    modelSha256,
  };
}

/** The judgement as a check of the visit. */
export function faceMatchCheck(match: FaceMatch): Check {
  const { outcome, reason, score, threshold, modelSha256 } = match;
  return {
    check: 'face-match',
    outcome,
    reason,
    facts: {
      ...(score === null ? {} : { score: round(score) }),
      ...(threshold === null ? {} : { threshold }),
      ...(modelSha256 === null ? {} : { modelSha256 }),
    },
  };
}

const round = (value: number) => Math.round(value * 10_000) / 10_000;
