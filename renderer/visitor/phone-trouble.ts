import type { StepOf } from '../../electron/contract/index.ts';

/** What a phone does instead of taking the credential. */
export const phoneTroubles = ['no-app', 'offline', 'app', 'unverified', 'clock', 'used'] as const;
export type PhoneTrouble = (typeof phoneTroubles)[number];

/** What the phone may be doing, as far as it can be at this state of the offer and anybody here can do something about it. */
export function troublesOf(step: StepOf<'offer'>): PhoneTrouble[] {
  const possible: Record<PhoneTrouble, boolean> = {
    // A wallet that has the code was found.
    'no-app': step.state === 'waiting',
    offline: true,
    app: step.otherForms === true,
    unverified: step.unlisted === true,
    clock: true,
    used: step.disownable === true,
  };
  return phoneTroubles.filter((trouble) => possible[trouble]);
}

/** While the phone is at it somebody may need to be helped. */
export function canBeHelped({ state }: StepOf<'offer'>): boolean {
  return ['waiting', 'scanned', 'code-asked', 'code-wrong', 'issuing'].includes(state);
}
