import type { StaffVisit } from './decision.ts';

/** What staff's leaving a visit means: it is called off, it has its result, or its ticket goes back to the list. */
export type Leaving = 'cancel' | 'end' | 'put-back';

export function leavingOf({ step, openTicket }: StaffVisit): Leaving {
  if (openTicket) return 'put-back';
  // The visitor has their result and only has to leave; nothing is lost any more.
  return step === 'success' || step === 'refused' ? 'end' : 'cancel';
}

export const leavingWords: Record<
  Leaving,
  { button: string; question: string; lead: string; confirm: string }
> = {
  cancel: {
    button: 'Cancel visit',
    question: 'Cancel this visit?',
    lead: 'The visitor’s screen goes back to the start and what was read is wiped. This cannot be undone.',
    confirm: 'Cancel the visit',
  },
  end: {
    button: 'End visit now',
    question: 'End this visit now?',
    lead: 'The visitor’s screen goes back to the start.',
    confirm: 'End the visit',
  },
  'put-back': {
    button: 'Put ticket back',
    question: 'Put this ticket back?',
    lead: 'Nothing is decided and nothing is lost. The ticket can be opened again until its time is over.',
    confirm: 'Put it back',
  },
};
