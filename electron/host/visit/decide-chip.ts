import type { Command } from './commands.ts';
import { stageOf } from './stage.ts';
import type { Visit } from './state.ts';
import { events, refuse, type Verdict } from './verdict.ts';

type ChipCommand = Extract<
  Command,
  { type: 'document.skip-chip' | 'document.read-chip' | 'chip.read' | 'chip.not-read' }
>;

/**
 * The chip, once all else of the document was read. Laying it down, its progress and its refusals are true only now and no
 * part of the visit; what came of it is.
 */
export function decideOnChip(visit: Visit, command: ChipCommand): Verdict {
  const wanted = visit.step === 'document-reading' && stageOf(visit).at === 'chip';
  switch (command.type) {
    case 'document.skip-chip':
      return wanted ? events({ type: 'ChipSkipped' }) : refuse('visit/not-at-this-step');
    case 'document.read-chip':
      return wanted ? events() : refuse('visit/not-at-this-step');
    case 'chip.read': {
      const { type: _, ...body } = command;
      return wanted ? events({ type: 'ChipRead', ...body }) : events();
    }
    case 'chip.not-read':
      return wanted ? events({ type: 'ChipNotRead', reason: command.reason }) : events();
  }
}
