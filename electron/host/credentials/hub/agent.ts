import { CodedError } from '../../../contract/index.ts';
import { type HubSession, renewLease } from './session.ts';
import { type SealedLog, syncLog } from './sync.ts';

const EVERY_MS = 60_000;

const codeOf = (error: unknown) => (error instanceof CodedError ? error.code : 'host/unexpected');

export type AgentState = 'unknown' | 'in-touch' | 'out-of-touch' | 'revoked';

export interface HubAgent {
  state(): AgentState;
  /** What went wrong the last time; null when nothing did. */
  reason(): string | null;
  /** Is in touch now; does nothing while it already is. Never throws. */
  touch(): Promise<void>;
  stop(): Promise<void>;
}

export interface AgentOptions {
  /** Told of what is not just a lack of network, once until it changes. */
  trouble: (code: string) => void;
  /** Joins the hub where an operator said so, also when the kiosk is a member already. */
  join?: () => Promise<void>;
  /** Told each time when it has been in touch, or could not be. */
  onRound?: () => void;
  /** Milliseconds between two times; a minute when not given. */
  everyMs?: number;
}

/**
 * Keeps a kiosk in touch with its hub: renews the lease and hands over the log, once a minute while there is network.
 */
export function startAgent(
  session: HubSession,
  vault: SealedLog,
  { trouble, join, onRound, everyMs = EVERY_MS }: AgentOptions,
): HubAgent {
  let state: AgentState = 'unknown';
  let told: string | null = null;
  let reason: string | null = null;
  let running: Promise<void> | null = null;
  const tell = (code: string | null) => {
    if (code !== null && code !== 'kiosk-hub/unreachable' && code !== told) trouble(code);
    told = code;
  };
  /** @returns why a member could not join anew: it goes on as the member it is */
  const joinIfWished = async (): Promise<string | null> => {
    try {
      await join?.();
      return null;
    } catch (error) {
      if (!session.membership.enrolled) throw error;
      return codeOf(error);
    }
  };
  const round = async () => {
    try {
      const unjoined = await joinIfWished();
      await renewLease(session);
      // Asked every time, for a hub that was put back from a backup has less than it had.
      await syncLog(session, vault);
      state = 'in-touch';
      reason = unjoined;
      tell(unjoined);
    } catch (error) {
      const code = codeOf(error);
      state = code === 'kiosk-hub/revoked' ? 'revoked' : 'out-of-touch';
      reason = code;
      tell(code);
    }
  };
  const touch = () => {
    running ??= round().finally(() => {
      running = null;
      onRound?.();
    });
    return running;
  };
  const timer = setInterval(() => void touch(), everyMs);
  timer.unref();
  return {
    state: () => state,
    reason: () => reason,
    touch,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
