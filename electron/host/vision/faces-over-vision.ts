import { randomInt } from 'node:crypto';
import type { Check, Face, HealthPart, ImageAnalysis } from '../../contract/index.ts';
import {
  type FaceMatch,
  type FaceModel,
  faceMatchCheck,
  framesToIdentify,
  judgeFaceMatch,
  judgeLiveness,
  judgePortrait,
  judgeSelfieQuality,
  type MatchPolicy,
  noLiveness,
  sameSitting,
  uncalibratedMatch,
} from '../faces/index.ts';
import type { FaceComparison, Faces, LivenessEvidence } from '../ports.ts';
import { ownFaceModel } from './face-model.ts';
import type { VisionLink } from './vision-link.ts';

/** Judges what the vision page measured. The page measures, the host decides. */
export function facesOver(vision: VisionLink, choice = ownFaceModel): Faces {
  const known = choice.uncalibrated === null ? choice.models : ownFaceModel.models;
  return {
    async portrait(page) {
      const crop = await vision.cropPortrait(page);
      const check = judgePortrait(crop);
      if (crop.outcome === 'refused') return { missing: crop.reason };
      return { portrait: crop.portrait, checks: [check] };
    },
    async compare(portrait, selfies, wanted, liveness) {
      const judged = await judgeAll(vision, selfies);
      const good = judged.filter(({ check }) => check.outcome === 'passed');
      const best = good[0] ?? judged[0];
      if (!best) return { problem: 'no-face', checks: [] };
      if (good.length === 0)
        return { problem: problemOf(best.check), checks: [best.check, noLiveness('no-answer')] };
      const pictures = good.map(({ picture }) => picture);
      const living = await livenessOf(vision, known, liveness, pictures);
      const checks = [best.check, living];
      if (living.outcome === 'failed') return { problem: 'liveness', checks };
      if (!portrait) {
        const unmatched: Check = {
          check: 'face-match',
          outcome: 'not-checked',
          reason: 'no-portrait',
          facts: {},
        };
        return { problem: null, checks: [...checks, unmatched] };
      }
      if (choice.uncalibrated !== null) {
        const left = faceMatchCheck(uncalibratedMatch(null), { problem: choice.uncalibrated });
        return { problem: null, checks: [...checks, left] };
      }
      const measured = await vision.compare(portrait, pictures);
      const match = judgeFaceMatch(measured, wanted, choice.models);
      const [face] = (await vision.analyse(portrait)).faces;
      const all = [...checks, faceMatchCheck(match, circumstancesOf(match, wanted, good.length, face))];
      // Whether it was another or nobody can tell, the visitor tries again, and learns neither.
      if (match.outcome === 'failed' || match.reason === 'not-sure')
        return { problem: 'not-matched', checks: all };
      if (measured.outcome === 'refused' && measured.image === 'selfie')
        return { problem: measured.reason, checks: all };
      return { problem: null, checks: all };
    },
    health(): HealthPart[] {
      const { up, failure, models } = vision.state();
      const missing = failure?.startsWith('vision/model') ?? false;
      return [
        {
          part: 'vision',
          state: up ? 'ok' : 'down',
          detail: up ? 'compares faces on this machine' : (failure ?? 'starting'),
        },
        {
          part: 'models',
          state: models && choice.uncalibrated === null ? 'ok' : missing ? 'down' : 'degraded',
          detail:
            choice.uncalibrated !== null
              ? `faces are left to staff: ${choice.uncalibrated}`
              : models
                ? `embedder ${models.embedder.slice(0, 12)}, landmarks ${models.landmarker.slice(0, 12)}`
                : 'not loaded',
        },
      ];
    },
  };
}

async function livenessOf(
  vision: VisionLink,
  models: readonly FaceModel[],
  evidence: LivenessEvidence,
  [reference, ...others]: readonly Uint8Array[],
): Promise<Check> {
  const samePerson = sameSitting(models, vision.state().models?.embedder);
  // All photos are compared with the portrait together, so all of them have to be of the one who answered.
  if (reference && others.length > 0) {
    const identify = others.map((_, k) => k);
    const measured = await vision.measureSequence({ reference, frames: others, identify });
    if (measured.some(({ face }) => (face?.identity ?? Number.POSITIVE_INFINITY) > samePerson)) {
      return { check: 'liveness', outcome: 'failed', reason: 'other-person', facts: {} };
    }
  }
  if (typeof evidence === 'string') return noLiveness(evidence);
  const { challenge, answer, tookMs, simulated } = evidence;
  if (!reference || answer.frames.length === 0) return noLiveness('no-answer');
  const frames = answer.frames.map(({ jpeg }) => jpeg);
  const identify = framesToIdentify(answer, (below) => randomInt(below));
  const measured = await vision.measureSequence({ reference, frames, identify });
  return judgeLiveness({ challenge, answer, measured, tookMs, simulated, samePerson });
}

/** What staff need besides score and threshold: the rates, where the portrait is from, and how good it is. */
function circumstancesOf(
  { threshold, referralThreshold }: FaceMatch,
  { falseMatchRate, referralMatchRate, portrait }: MatchPolicy,
  selfies: number,
  face: Face | undefined,
): Check['facts'] {
  return {
    ...(threshold === null ? {} : { falseMatchRate }),
    ...(referralThreshold === null || referralMatchRate === null ? {} : { referralMatchRate }),
    portrait,
    selfies,
    ...(face
      ? {
          portraitInterEyeDistance: Math.round(face.interEyeDistance),
          portraitSharpness: face.quality.sharpness.score,
        }
      : {}),
  };
}

async function judgeAll(vision: VisionLink, selfies: Uint8Array[]) {
  const judged: { picture: Uint8Array; check: Check }[] = [];
  // One after the other: the page has one graph, and a queue there would only hide the wait.
  for (const picture of selfies) {
    const analysis: ImageAnalysis = await vision.analyse(picture);
    judged.push({ picture, check: judgeSelfieQuality(analysis) });
  }
  return judged;
}

function problemOf({ reason }: Check): Exclude<FaceComparison['problem'], null> {
  return reason === 'no-face' || reason === 'several-faces' ? reason : 'quality';
}
