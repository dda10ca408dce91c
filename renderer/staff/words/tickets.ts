import type { Ticket } from '../../../electron/contract/index.ts';

/** Why the visitor was sent to the desk. */
export const ticketReasons: Record<Ticket['reason'], string> = {
  'no-biometrics': 'Did not want a photo',
  undecided: 'The policy leaves the decision to you',
  called: 'Asked for a person',
  attempts: 'Ran out of tries',
  'no-document': 'Had no document that can be read',
  equipment: 'A device failed',
};
