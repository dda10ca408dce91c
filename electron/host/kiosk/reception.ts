import { type CommandResult, refused } from '../../contract/index.ts';
import { type Command, hasLeft } from '../visit/index.ts';
import type { Asking } from './asking.ts';
import type { Standing } from './standing.ts';
import type { RunningVisit } from './visit-runner.ts';

export interface Reception {
  begin(command: Extract<Command, { type: 'visit.start' | 'staff.start-visit' }>): Promise<CommandResult>;
  /** The person of a ticket is at the desk: their parked visit goes on. */
  openTicket(visit: string): Promise<CommandResult>;
}

/** Lets the next visitor in, unless the kiosk is out of service. They do not wait for the last one's closing screen. */
export function createReception(kiosk: {
  standing: Standing;
  asking: Asking;
  running: () => RunningVisit | null;
  /** Ends the closing screen. */
  leave: () => void;
}): Reception {
  const { standing, asking } = kiosk;

  async function letIn(next: () => Promise<CommandResult>): Promise<CommandResult> {
    const why = standing.outOfService();
    if (why !== null) return refused(why, 'out of service');
    const running = kiosk.running();
    if (running && hasLeft(running.visit)) kiosk.leave();
    return next();
  }

  return {
    begin: (command) => letIn(() => asking.ask(command)),
    openTicket: (visit) => letIn(() => asking.open(visit)),
  };
}
