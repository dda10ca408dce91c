import { expect, it } from 'vitest';
import { channelPair, link } from '../../contract/index.ts';
import { knownModels } from '../faces/index.ts';
import { seenFace, visionFunctions } from '../testing/vision-page.ts';
import { facesOver } from './faces-over-vision.ts';
import { createVisionLink } from './vision-link.ts';

const wanted = { falseMatchRate: 0.0001, referralMatchRate: 0.001, portrait: 'page' } as const;
const picture = new Uint8Array([1]);

/** Faces judged over a page that finds this distance between any two. */
function facesAt(distance: number, changes: Partial<ReturnType<typeof visionFunctions>> = {}) {
  const vision = createVisionLink({ open: () => {}, onTrouble: () => {} });
  const [near, far] = channelPair();
  link(near, { ...visionFunctions(distance), ...changes });
  vision.attach(far);
  return facesOver(vision);
}

it('passes a match, with everything it rests on', async () => {
  const { problem, checks } = await facesAt(0.3).compare(picture, [picture, picture], wanted, 'no-challenge');
  expect(problem).toBe(null);
  expect(checks.find(({ check }) => check === 'face-match')).toEqual({
    check: 'face-match',
    outcome: 'passed',
    reason: 'same-person',
    facts: {
      score: 0.3,
      threshold: 0.452,
      referralThreshold: 0.497,
      modelSha256: knownModels[0]!.sha256,
      falseMatchRate: 0.0001,
      referralMatchRate: 0.001,
      portrait: 'page',
      selfies: 2,
      portraitInterEyeDistance: 100,
      portraitSharpness: 90,
    },
  });
});

it('asks for another photo alike, whether it is another person or cannot be told', async () => {
  const unsure = await facesAt(0.5).compare(picture, [picture], wanted, 'no-challenge');
  const other = await facesAt(0.9).compare(picture, [picture], wanted, 'no-challenge');
  const outcomes = [unsure, other].map(({ problem, checks }) => {
    const match = checks.find(({ check }) => check === 'face-match');
    return [problem, match?.outcome, match?.reason];
  });
  expect(outcomes).toEqual([
    ['not-matched', 'not-checked', 'not-sure'],
    ['not-matched', 'failed', 'different-person'],
  ]);
});

it('takes no photo of another person along with that of whoever answered', async () => {
  const measureSequence = ({ frames }: { frames: Uint8Array[] }) =>
    frames.map((_, k) => ({
      faces: 1,
      secondFace: 0,
      face: { ...seenFace, identity: k === 1 ? 0.8 : 0.2 },
    }));
  const faces = facesAt(0.2, { measureSequence });
  const { problem, checks } = await faces.compare(
    picture,
    [picture, picture, picture],
    wanted,
    'no-challenge',
  );
  expect(problem).toBe('liveness');
  expect(checks.find(({ check }) => check === 'liveness')).toMatchObject({ reason: 'other-person' });
  expect(checks.some(({ check }) => check === 'face-match')).toBe(false);
});
