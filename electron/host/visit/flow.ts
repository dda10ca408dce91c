import type { StepName } from '../../contract/index.ts';
import type { Profile } from './profile.ts';

/** Every step in its order; which of the optional ones a station has is its profile's business. */
const order: readonly StepName[] = [
  'language',
  'wallet',
  'pairing',
  'introduction',
  'details',
  'consent',
  'document-choice',
  'document-guidance',
  'document-reading',
  'document-review',
  'face-guidance',
  'face-capture',
  'deciding',
  'offer',
  'proof',
  'success',
];

/** Stages a visitor sees on the progress line; several steps can be one stage. */
const stages: readonly (readonly StepName[])[] = [
  ['language', 'wallet', 'pairing'],
  ['introduction'],
  ['details', 'consent'],
  ['document-choice', 'document-guidance', 'document-reading', 'document-review'],
  ['face-guidance', 'face-capture', 'deciding'],
  ['offer', 'proof', 'success'],
];

/** From these the visitor may return to the step before; once a document is submitted the way is forward. */
const returnable: ReadonlySet<StepName> = new Set([
  'wallet',
  'pairing',
  'introduction',
  'details',
  'consent',
  'document-choice',
  'document-guidance',
  'document-reading',
  'face-capture',
]);

export function stepsOf(profile: Profile): StepName[] {
  return order.filter(
    (step) =>
      !(
        (step === 'wallet' && !profile.steps.wallet) ||
        (step === 'pairing' && !profile.steps.pairing) ||
        (step === 'proof' && !profile.steps.proof)
      ),
  );
}

/** The step after `step`; `success` is followed by `ended`. */
export function stepAfter(profile: Profile, step: StepName): StepName {
  const steps = stepsOf(profile);
  return steps[steps.indexOf(step) + 1] ?? 'ended';
}

/** The step a visitor returns to from `step`, or null where there is no way back. */
export function stepBefore(profile: Profile, step: StepName): StepName | null {
  if (!returnable.has(step)) return null;
  const steps = stepsOf(profile);
  return steps[steps.indexOf(step) - 1] ?? null;
}

export function progressOf(step: StepName): { index: number; total: number } | null {
  const index = stages.findIndex((stage) => stage.includes(step));
  return index < 0 ? null : { index: index + 1, total: stages.length };
}
