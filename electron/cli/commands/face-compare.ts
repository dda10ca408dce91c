import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { CodedError } from '../../contract/index.ts';
import {
  type FaceMatch,
  judgeFaceMatch,
  type MatchPolicy,
  portraitLimits,
  selfieLimits,
  uncalibratedMatch,
} from '../../host/faces/index.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import { type FaceEngine, pictureFault, withFaceEngine } from '../face/engine.ts';
import { describeQuality } from '../face/quality.ts';
import { rateOf } from '../face/rates.ts';

const help = `Compare two pictures: is it the same person?

Usage: proofdesk face compare PORTRAIT SELFIE [--portrait chip|page] [--model DIR]

As the kiosk does it. Files are JPEG or PNG. Needs Chromium; nothing leaves this machine.

Output:
  {"outcome", "reason", "score", "threshold", "referralThreshold", "quality", "model", "ms"}
    outcome    match; no-match; not-sure: a person has to decide; not-compared
    reason     why, by the kiosk's name for it; of a picture that is none: {"reason", "picture"}
    score      dissimilarity: smaller is more alike; null when not compared
    threshold  the largest score that is a match; up to referralThreshold it is not sure
    quality    of both pictures' largest faces, as in face quality
    model      SHA-256 of the recognition model, which the thresholds belong to

Options:
  --portrait chip|page  where the portrait is from, which the thresholds depend on (page)
  --rate RATE           false match rate of a match (0.0001)
  --referral-rate RATE  false match rate up to which it is not sure (0.001)
  --model DIR           an organisation's model in place of the kiosk's own
  -h, --help            This text

Exit codes:
  0  the pictures were looked at, whatever came of it
  1  a file could not be opened, or the face engine did not start
  2  the command line was not understood
`;

const outcomes = {
  passed: 'match',
  failed: 'no-match',
  'not-checked': 'not-compared',
} as const;

async function compare(engine: FaceEngine, pictures: readonly Uint8Array[], policy: MatchPolicy) {
  const limits = [portraitLimits, selfieLimits] as const;
  const names = ['portrait', 'selfie'] as const;
  const quality: Record<string, unknown> = {};
  for (const [k, picture] of pictures.entries()) {
    try {
      quality[names[k]!] = describeQuality(await engine.vision.analyse(picture), limits[k]!);
    } catch (error) {
      return { outcome: 'not-compared', reason: pictureFault(error), picture: names[k], ...nothing, quality };
    }
  }
  const comparison = await engine.vision.compare(pictures[0]!, [pictures[1]!]);
  const refused = comparison.outcome === 'refused' ? { picture: comparison.image } : {};
  const score = comparison.outcome === 'compared' ? comparison.distance : null;
  const match: FaceMatch = engine.model
    ? judgeFaceMatch(comparison, policy, [engine.model])
    : { ...uncalibratedMatch(engine.modelSha256), score };
  const { threshold, referralThreshold, reason } = match;
  const outcome = reason === 'not-sure' ? 'not-sure' : outcomes[match.outcome];
  return { outcome, reason, ...refused, score: rounded(match.score), threshold, referralThreshold, quality };
}

const nothing = { score: null, threshold: null, referralThreshold: null };
const rounded = (score: number | null) => score && Math.round(score * 10_000) / 10_000;

export const command: Command = {
  help,
  options: {
    portrait: { type: 'string' },
    rate: { type: 'string' },
    'referral-rate': { type: 'string' },
    model: { type: 'string' },
  },
  allowPositionals: true,
  async run({ values, positionals }, io) {
    if (positionals.length !== 2)
      throw new UsageError('cli/bad-arguments', 'face compare takes PORTRAIT and SELFIE');
    const portrait = values.portrait ?? 'page';
    if (portrait !== 'chip' && portrait !== 'page')
      throw new UsageError('cli/bad-arguments', '--portrait takes chip or page');
    const policy: MatchPolicy = {
      falseMatchRate: rateOf(values, 'rate', 0.0001),
      referralMatchRate: rateOf(values, 'referral-rate', 0.001),
      portrait,
    };
    const pictures = await Promise.all(
      positionals.map(async (file) => {
        const bytes = await readFile(file).catch((cause) => {
          throw new CodedError('input/file', `${file} cannot be opened`, { cause });
        });
        return new Uint8Array(bytes);
      }),
    );
    const model = typeof values.model === 'string' ? values.model : undefined;
    await withFaceEngine(model, async (engine) => {
      const before = performance.now();
      const answer = await compare(engine, pictures, policy);
      const ms = Math.round(performance.now() - before);
      await io.out(`${JSON.stringify({ ...answer, model: engine.modelSha256, ms })}\n`);
    });
    return EXIT_OK;
  },
};
