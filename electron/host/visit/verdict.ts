import type { RefusalCode } from './commands.ts';
import type { VisitEvent } from './events.ts';

/** What `decide` answers: events to append (possibly none, when there is nothing left to do), or a typed refusal. */
export type Verdict = { events: VisitEvent[] } | { refusal: RefusalCode };

export const refuse = (refusal: RefusalCode): Verdict => ({ refusal });
export const events = (...list: VisitEvent[]): Verdict => ({ events: list });
