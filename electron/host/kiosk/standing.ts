import { CodedError } from '../../contract/index.ts';
import type { Notices } from './notices.ts';

export interface Standing {
  /** Why nobody is served; null when all is well. */
  outOfService(): string | null;
  stopped(): boolean;
  /** What a power cut left was taken up; nobody is served before. */
  takenUp(): boolean;
  tookUp(): void;
  /** Tells staff. */
  trouble(code: string): void;
  /** What was told under this code, or a code that begins so, is over. */
  settled(prefix: string): void;
  /** Notes a failure and gives its code. A vault that cannot read or write puts the kiosk out of service until it can. */
  failed(error: unknown): string;
  /** Notes a failure that nobody can be served with. */
  putOut(error: unknown): void;
  /** The vault has kept something: what it failed at before is over. */
  kept(): void;
  stop(): void;
}

/** Whether the kiosk serves anybody, and what staff hear of what keeps it from that. */
export function createStanding(kiosk: { notices: Notices; changed: () => void }): Standing {
  const { notices, changed } = kiosk;
  let outOfService: string | null = null;
  let takenUp = false;
  let stopped = false;

  function trouble(code: string) {
    notices.raise(code);
    changed();
  }

  function failed(error: unknown): string {
    const code = error instanceof CodedError ? error.code : 'host/unexpected';
    if (stopped) return code;
    if (code.startsWith('vault/')) outOfService = code;
    trouble(code);
    return code;
  }

  return {
    outOfService: () => outOfService,
    stopped: () => stopped,
    takenUp: () => takenUp,
    tookUp() {
      takenUp = true;
    },
    trouble,
    settled(prefix) {
      notices.clear((code) => code.startsWith(prefix));
      changed();
    },
    failed,
    putOut(error) {
      outOfService = failed(error);
    },
    kept() {
      if (!takenUp || outOfService === null) return;
      outOfService = null;
      notices.clear((code) => code.startsWith('vault/') && code !== 'vault/quarantined');
      changed();
    },
    stop() {
      stopped = true;
    },
  };
}
