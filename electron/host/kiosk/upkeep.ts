import type { Clock } from '../ports.ts';
import type { Vault } from '../vault/index.ts';
import type { Retention } from './retention.ts';
import type { Standing } from './standing.ts';
import type { VisitRunner } from './visit-runner.ts';

export interface Upkeep {
  /** Takes up what a power cut left. A vault that cannot write leaves the kiosk out of service, to be probed. */
  start(): Promise<void>;
  /**
   * Finishes what failed, and brings the kiosk back once its vault writes again (space was freed), and with it the
   * work that waited. Never throws.
   */
  probe(): Promise<void>;
  /** Wipes what has had its time; what fails is done again by the probe. Never throws. @returns how many visits */
  sweep(): Promise<number>;
}

/** What the kiosk sees to by itself: what was left at the start, what failed, what is over. */
export function createUpkeep(kiosk: {
  vault: Vault;
  clock: Clock;
  runner: VisitRunner;
  retention: Retention;
  standing: Standing;
  /** Shows and goes on with what the runner took up; called once. */
  tookUp: (outcome: 'resumed' | 'none') => Promise<void>;
  /** Goes on with what the visit that runs wants. */
  goOn: () => void;
  /** Ends the requests whose time is over. */
  expireRequests: () => void;
  /** Has a look at what grows old without anybody touching it. */
  review: () => void;
  changed: () => void;
}): Upkeep {
  const { vault, runner, standing } = kiosk;
  let sweepOwed = false;

  async function wipeWhatIsOver(): Promise<number> {
    const tickets = await runner.expireTickets();
    if (tickets > 0) kiosk.changed();
    return tickets + (await kiosk.retention.sweep());
  }

  async function sweep(): Promise<number> {
    kiosk.review();
    try {
      return await wipeWhatIsOver();
    } catch (error) {
      sweepOwed = true;
      standing.failed(error);
      return 0;
    }
  }

  /** @throws VaultError when the vault cannot be read or written */
  async function takeUp() {
    const outcome = await runner.resume();
    standing.tookUp();
    await kiosk.tookUp(outcome);
  }

  return {
    sweep,
    async start() {
      await sweep();
      // Nobody is served before what was left is taken up.
      await takeUp().catch(standing.putOut);
    },
    async probe() {
      if (standing.stopped()) return;
      try {
        if (!standing.takenUp()) await takeUp();
        await runner.recover();
        kiosk.expireRequests();
        if (sweepOwed) await wipeWhatIsOver();
        sweepOwed = false;
        if (standing.outOfService() !== null) {
          await vault.setSecret('station/probe', new TextEncoder().encode(String(kiosk.clock.now())));
          standing.kept();
        }
        kiosk.goOn();
      } catch (error) {
        if (standing.outOfService() === null) standing.failed(error);
      }
    },
  };
}
