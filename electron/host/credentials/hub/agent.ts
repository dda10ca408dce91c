import { CodedError } from '../../../contract/index.ts';
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

export interface AgentOptions {
  /** Told of what is not just a lack of network, once until it changes. */
  trouble: (code: string) => void;
  /** Joins the hub where an operator said so; called while the kiosk is not enrolled. */
  join?: () => Promise<void>;
  /** Milliseconds between two times; a minute when not given. */
  everyMs?: number;
}

/**
 * Keeps a kiosk in touch with its hub: renews the lease and hands over the log, once a minute while there is network.
 */
export function startAgent(
  session: HubSession,
  vault: SealedLog,
  { trouble, join, everyMs = EVERY_MS }: AgentOptions,
): HubAgent {
  let state: AgentState = 'unknown';
  let told: string | null = null;
  /** The log's last row when the hub had all of it. */
  let handedOver: string | null = null;
  let running: Promise<void> | null = null;
  const round = async () => {
    try {
      if (!session.membership.enrolled) await join?.();
      await renewLease(session);
      const { hash } = await vault.head();
      if (hash === handedOver && session.membership.state.minted.length === 0)
        await session.membership.update((before) => ({ ...before, syncedAt: session.now() }));
      else await syncLog(session, vault);
      handedOver = hash;
      state = 'in-touch';
      told = null;
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'host/unexpected';
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
