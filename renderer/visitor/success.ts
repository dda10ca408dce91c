import type { StepOf } from '../../electron/contract/index.ts';
import type { Messages } from '../i18n/index.ts';

/** What can be said of the credential: it is there, it was given, or nobody knows and the person is asked. */
export function successWords(
  step: StepOf<'success'>,
  { success: m, proof }: Messages,
): { title: string; lead: string } {
  if (step.collectUntil !== undefined) return { title: m.collect, lead: m.collectLead };
  switch (step.confirmation) {
    case 'missing':
    case 'denied':
      return { title: m.ask, lead: m.askLead };
    case 'awaited':
      return { title: m.given, lead: m.givenLead };
    default:
      return { title: m.title, lead: step.presented ? proof.presentedText : m.lead };
  }
}
