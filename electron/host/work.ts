import { type Effect, type EffectPorts, effectOf, perform } from './effects.ts';
import type { HostCommand } from './visit/index.ts';
import type { RunningVisit } from './visit-runner.ts';

/**
 * Carries out what the visit calls for. A piece of work is in hand once; it is begun again only when it is done and
 * the visit still calls for it, which is so when its outcome could not be kept.
 */
export function createWork(options: {
  ports: EffectPorts;
  current: () => RunningVisit | null;
  /** Sends the outcome to the visit; false when it was not taken. */
  submit: (command: HostCommand, wanted: (running: RunningVisit) => boolean) => Promise<boolean>;
  trouble: (code: string) => void;
  failed: (error: unknown) => void;
}) {
  const { ports } = options;
  const inHand = new Set<string>();
  let scanning: Promise<unknown> = Promise.resolve();

  async function carryOut(effect: Effect, { id, visit }: RunningVisit) {
    // Only for the reading it was begun for: a page that comes late must not be taken for the next document's.
    const wanted = (now: RunningVisit) => now.id === id && effectOf(id, now.visit)?.key === effect.key;
    const stillWanted = () => {
      const now = options.current();
      return now !== null && wanted(now);
    };
    if (!stillWanted()) return;
    const trouble = (code: string) => {
      if (stillWanted()) options.trouble(code);
    };
    const command = await perform(effect, id, visit, ports, trouble);
    const taken = await options.submit(command, wanted);
    if (taken || command.type !== 'offer.created') return;
    // Nobody will ever see this offer, so nobody is to redeem it.
    await ports.issuing.cancel(command.offerId).catch(() => options.trouble('issuer/cancel-failed'));
  }

  return {
    begin(running: RunningVisit) {
      const effect = effectOf(running.id, running.visit);
      if (!effect || inHand.has(effect.key)) return;
      inHand.add(effect.key);
      // One scanner, one page at a time: the scan of a reading that was given up ends first.
      const turn = effect.kind === 'scan-page' ? scanning : Promise.resolve();
      const done = turn
        .then(() => carryOut(effect, running))
        .catch(options.failed)
        .finally(() => inHand.delete(effect.key));
      if (effect.kind === 'scan-page') scanning = done;
    },
  };
}
