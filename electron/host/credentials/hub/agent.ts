import { KioskHubError } from './errors.ts';
import { type HubSession, renewLease } from './session.ts';
import { type SealedLog, syncLog } from './sync.ts';

const EVERY_MS = 60_000;

export type AgentState = 'unknown' | 'in-touch' | 'out-of-touch' | 'revoked';

export interface HubAgent {
  state(): AgentState;
  /** Is in touch now; does nothing while it already is. Never throws. */
  touch(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Keeps a kiosk in touch with its hub: renews the lease and hands over the log, once a minute while there is network.
 * @param trouble told of what is not just a lack of network, once until it changes
 */
export function startAgent(
  session: HubSession,
  vault: SealedLog,
  trouble: (code: string) => void,
  everyMs = EVERY_MS,
): HubAgent {
  let state: AgentState = 'unknown';
  let told: string | null = null;
  let running: Promise<void> | null = null;
  const round = async () => {
    try {
      await renewLease(session);
      await syncLog(session, vault);
      state = 'in-touch';
      told = null;
    } catch (error) {
      const code = error instanceof KioskHubError ? error.code : 'kiosk-hub/bad-answer';
      state = code === 'kiosk-hub/revoked' ? 'revoked' : 'out-of-touch';
      if (code !== 'kiosk-hub/unreachable' && code !== told) trouble(code);
      told = code;
    }
  };
  const touch = () => {
    running ??= round().finally(() => {
      running = null;
    });
    return running;
  };
  const timer = setInterval(() => void touch(), everyMs);
  timer.unref();
  return {
    state: () => state,
    touch,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
