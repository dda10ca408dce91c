import { z } from 'zod';
import manifest from '../../../../resources/models/models.json' with { type: 'json' };
import type { EmbedderSetup } from '../../../contract/index.ts';
import { setupSha256 } from './descriptor.ts';

/** The file that `proofdesk face calibrate` writes beside a model. */
export const CALIBRATION_FILE = 'calibration.json';

/**
 * False matches that a threshold must have been seen to let through before it is believed: with 30, the true rate is within
 * 30 % of the measured one with 90 % confidence (Doddington's rule of 30; ISO/IEC 19795-1).
 */
export const FALSE_MATCHES_NEEDED = 30;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const share = z.number().min(0).max(1);

const threshold = z.object({
  falseMatchRate: z.number().positive().max(0.05),
  portrait: z.enum(['chip', 'page']),
  distance: z.number().positive(),
  /** Comparisons of different people that it was taken from. */
  comparisons: z.number().int().positive(),
  /** For the mean of three selfies; null where the pictures did not suffice to measure it. */
  distanceOfMean: z.number().positive().nullable(),
  comparisonsOfMean: z.number().int().min(0),
});
export type MeasuredThreshold = z.infer<typeof threshold>;

const measured = z.object({
  portrait: z.enum(['chip', 'page']),
  pairs: z.object({ same: z.number().int(), different: z.number().int(), notCompared: z.number().int() }),
  accuracy: z.object({ mean: share, standardError: z.number() }).nullable(),
  equalErrorRate: z.object({ rate: share, threshold: z.number() }).nullable(),
  differentPeople: z.number().int(),
  falseNonMatch: z.array(
    z.object({
      falseMatchRate: z.number(),
      threshold: z.number().nullable(),
      rate: share.nullable(),
      interval: z.array(share).length(2).nullable(),
    }),
  ),
});

/** What everything was measured with; another file of any of them gives other numbers. */
const boundTo = z.object({ model: sha256, setup: sha256, landmarker: sha256, runtime: sha256 });
export type BoundTo = z.infer<typeof boundTo>;

export const calibration = z.object({
  schema: z.literal(1),
  madeAt: z.iso.datetime(),
  boundTo,
  data: z.object({
    /** What the operator calls the pictures. */
    name: z.string().max(200),
    pairsSha256: sha256,
    images: z.number().int(),
    notDetected: z.number().int(),
    people: z.enum(['folders', 'listed']),
  }),
  measured: z.array(measured),
  thresholds: z.array(threshold),
});
export type Calibration = z.infer<typeof calibration>;

export type CalibrationProblem =
  | 'calibration-missing'
  | 'calibration-malformed'
  | 'calibration-of-another-model'
  | 'calibration-too-small';

const outputSha256 = (file: string): string =>
  manifest.outputs.find((output) => output.file === file)?.sha256 ?? '';

/** What a measurement by this build, with this model, is bound to. */
export function boundToThisBuild(setup: EmbedderSetup): BoundTo {
  return {
    model: setup.sha256,
    setup: setupSha256(setup),
    landmarker: outputSha256('face_landmarker.task'),
    runtime: outputSha256('wasm/vision_wasm_internal.wasm'),
  };
}

/** The measurement, when it is one of this very model in this build, and large enough for every threshold it states. */
export function judgeCalibration(
  report: unknown,
  setup: EmbedderSetup,
): { calibration: Calibration } | { problem: CalibrationProblem } {
  const parsed = calibration.safeParse(report);
  if (!parsed.success) return { problem: 'calibration-malformed' };
  const { boundTo: bound, thresholds } = parsed.data;
  const here = boundToThisBuild(setup);
  const names = ['model', 'setup', 'landmarker', 'runtime'] as const;
  if (names.some((name) => bound[name] !== here[name])) return { problem: 'calibration-of-another-model' };
  if (thresholds.length === 0 || !thresholds.every(isCarried)) return { problem: 'calibration-too-small' };
  return { calibration: parsed.data };
}

function isCarried({ falseMatchRate, comparisons, distanceOfMean, comparisonsOfMean }: MeasuredThreshold) {
  const enough = (count: number) => count * falseMatchRate >= FALSE_MATCHES_NEEDED;
  return enough(comparisons) && (distanceOfMean === null || enough(comparisonsOfMean));
}
