import type { Check, CheckOutcome, Comparison } from '../../contract/index.ts';
import { type FaceModel, knownModels, measuredAt, type PortraitSource, type Threshold } from './models.ts';

export interface MatchPolicy {
  /** The false match rate asked of a match; one of those the model was measured at. */
  readonly falseMatchRate: number;
  /** The rate up to which a score that is no match leaves the question to a person; null: no such scores. */
  readonly referralMatchRate: number | null;
  readonly portrait: PortraitSource;
}

export type MatchReason =
  | 'same-person'
  | 'different-person'
  | 'not-sure'
  | 'no-face'
  | 'several-faces'
  | 'model-unknown'
  | 'model-uncalibrated'
  | 'rate-unknown';

export interface FaceMatch {
  readonly outcome: CheckOutcome;
  readonly reason: MatchReason;
  /** Dissimilarity in the model's metric: smaller is more alike. Null when nothing was compared. */
  readonly score: number | null;
  /** The largest score that passes; null when there is none for this model. */
  readonly threshold: number | null;
  /** The largest score that is not sure; null when there is none. */
  readonly referralThreshold: number | null;
  readonly modelSha256: string | null;
}

const nothing = { score: null, threshold: null, referralThreshold: null, modelSha256: null } as const;

/**
 * Decides a comparison by the thresholds that belong to the model that made it: the same person, another person, or not
 * sure, which is for staff. A model that is not known by its hash, or a rate it was not measured at, gives `not-checked`:
 * a number without a threshold says nothing.
 */
export function judgeFaceMatch(
  comparison: Comparison,
  { falseMatchRate, referralMatchRate, portrait }: MatchPolicy,
  models: readonly FaceModel[] = knownModels,
): FaceMatch {
  if (comparison.outcome === 'refused') {
    return { outcome: 'not-checked', reason: comparison.reason, ...nothing };
  }
  const { distance, perSelfie } = comparison;
  const modelSha256 = comparison.model.sha256;
  const model = models.find(({ sha256 }) => sha256 === modelSha256);
  const limit = (rate: number | null) => (model && rate !== null ? measuredAt(model, rate, portrait) : null);
  const [match, doubt] = [limit(falseMatchRate), limit(referralMatchRate)];
  // Where a mean was not measured the first photo is taken alone, as it was in the measurement there is.
  const ofMean = perSelfie.length > 1 && match?.distanceOfMean !== null && doubt?.distanceOfMean !== null;
  const score = ofMean ? distance : (perSelfie[0]?.distance ?? distance);
  const lineOf = (one: Threshold | null) => (ofMean ? one?.distanceOfMean : one?.distance) ?? null;
  const threshold = lineOf(match);
  if (threshold === null) {
    const reason = model ? 'rate-unknown' : 'model-unknown';
    return { ...nothing, outcome: 'not-checked', reason, score, modelSha256 };
  }
  const referralThreshold = lineOf(doubt);
  const found = { score, threshold, referralThreshold, modelSha256 };
  if (score <= threshold) return { outcome: 'passed', reason: 'same-person', ...found };
  if (referralThreshold !== null && score <= referralThreshold)
    return { outcome: 'not-checked', reason: 'not-sure', ...found };
  return { outcome: 'failed', reason: 'different-person', ...found };
}

/** The model has no valid measurement, so no score of it decides anything. */
export function uncalibratedMatch(modelSha256: string | null): FaceMatch {
  return { ...nothing, outcome: 'not-checked', reason: 'model-uncalibrated', modelSha256 };
}

/**
 * The judgement as a check of the visit.
 *
 * @param circumstances what else a person needs to follow it: the pictures' quality, the rates
 */
export function faceMatchCheck(match: FaceMatch, circumstances: Check['facts'] = {}): Check {
  const { outcome, reason, score, threshold, referralThreshold, modelSha256 } = match;
  return {
    check: 'face-match',
    outcome,
    reason,
    facts: {
      ...(score === null ? {} : { score: round(score) }),
      ...(threshold === null ? {} : { threshold }),
      ...(referralThreshold === null ? {} : { referralThreshold }),
      ...(modelSha256 === null ? {} : { modelSha256 }),
      ...circumstances,
    },
  };
}

const round = (value: number) => Math.round(value * 10_000) / 10_000;
