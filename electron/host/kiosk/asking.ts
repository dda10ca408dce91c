import { type CommandResult, refused } from '../../contract/index.ts';
import type { Command, HostCommand } from '../visit/index.ts';
import type { Standing } from './standing.ts';
import type { Dispatched, RunningVisit, VisitRunner } from './visit-runner.ts';

/** What became of a command the host itself sent; what `failed` may be stored all the same. */
export type Submitted = 'taken' | 'unwanted' | 'failed';

export interface Asking {
  /** For whoever waits for an answer. */
  ask(command: Command): Promise<CommandResult>;
  /** For an outcome that the visit waits for. @param wanted asked when its turn has come */
  submit(command: HostCommand, wanted: (running: RunningVisit) => boolean): Promise<Submitted>;
  /** Has a parked visit go on. */
  open(visit: string): Promise<CommandResult>;
}

/** Commands to the visit, and their outcome in the contract's terms. Nothing here throws: a vault that fails is an answer. */
export function createAsking(kiosk: { runner: VisitRunner; standing: Standing }): Asking {
  const { runner, standing } = kiosk;

  async function tried(work: () => Promise<Dispatched>): Promise<CommandResult & { appended: number }> {
    try {
      const result = await work();
      if (!result.ok) return { ...refused(result.code, 'not now'), appended: 0 };
      if (result.appended > 0) standing.kept();
      return { ok: true, appended: result.appended };
    } catch (error) {
      return { ...refused(standing.failed(error), 'the kiosk could not keep this'), appended: 0 };
    }
  }

  async function answered(work: () => Promise<Dispatched>): Promise<CommandResult> {
    const { appended: _, ...result } = await tried(work);
    return result;
  }

  return {
    ask: (command) => answered(() => runner.dispatch(command)),
    open: (visit) => answered(() => runner.open(visit)),
    async submit(command, wanted) {
      if (standing.stopped()) return 'failed';
      const { ok, appended, error } = await tried(() => runner.dispatch(command, wanted));
      if (appended > 0) return 'taken';
      return ok || error?.code.startsWith('visit/') ? 'unwanted' : 'failed';
    },
  };
}
