import type { Clock } from '../ports.ts';
import { type HostCommand, isToWithdraw, type Visit } from '../visit/index.ts';
import type { Submitted } from './asking.ts';
import { createCallingBack } from './calling-back.ts';
import { callingBackMemory } from './calling-back-memory.ts';
import { type EffectPorts, effectOf, perform, type Task } from './effects.ts';
import type { RunningVisit } from './visit-runner.ts';

/**
 * Carries out what the visit calls for. A piece of work is in hand once; it is begun again only when it is done and
 * the visit still calls for it, which is so when its outcome could not be kept. Calling an offer back has tries and an end of
 * its own.
 */
export function createWork(options: {
  ports: EffectPorts;
  clock: Clock;
  current: () => RunningVisit | null;
  /** Sends the outcome to the visit. What `failed` may be stored all the same. */
  submit: (command: HostCommand, wanted: (running: RunningVisit) => boolean) => Promise<Submitted>;
  trouble: (code: string) => void;
  /** Takes back what staff were told under this code. */
  settled: (code: string) => void;
  failed: (error: unknown) => void;
}) {
  const { ports, clock, trouble, settled, failed } = options;
  const inHand = new Set<string>();
  /** Offers by the work that made them, whose event may or may not have reached the disk. */
  const doubtful = new Map<string, string>();
  let scanning: Promise<unknown> = Promise.resolve();

  const callingBack = createCallingBack({
    issuing: ports.issuing,
    clock,
    memory: callingBackMemory(ports.vault),
    trouble,
    settled,
    failed,
    async done(offerId, outcome) {
      const wanted = ({ visit: { offer } }: RunningVisit) => offer?.id === offerId && isToWithdraw(offer);
      await options.submit({ type: 'offer.withdrawn', outcome }, wanted);
    },
  });

  async function carryOut(effect: Task, { id, visit }: RunningVisit) {
    // Only for the reading it was begun for: a page that comes late must not be taken for the next document's.
    const wanted = (now: RunningVisit) => now.id === id && effectOf(id, now.visit)?.key === effect.key;
    const stillWanted = () => {
      const now = options.current();
      return now !== null && wanted(now);
    };
    if (!stillWanted()) return;
    const command = await perform(effect, id, visit, ports, (code) => {
      if (stillWanted()) trouble(code);
    });
    await withdraw(doubtful.get(effect.key));
    doubtful.delete(effect.key);
    const submitted = await options.submit(command, wanted);
    if (command.type !== 'offer.created') return;
    if (submitted === 'unwanted') await withdraw(command.offerId);
    if (submitted === 'failed') doubtful.set(effect.key, command.offerId);
  }

  /** Nobody will ever see this offer, so nobody is to redeem it. */
  async function withdraw(offerId: string | undefined) {
    if (offerId === undefined) return;
    await ports.issuing.cancel(offerId).catch(() => trouble('issuer/cancel-failed'));
  }

  /** Only where it is on a phone that should not have it. */
  function callBack({ offer }: Visit) {
    if (offer && isToWithdraw(offer)) callingBack.begin(offer);
  }

  return {
    callBack,
    /** Goes on with calling back what was not at an end when the kiosk stopped. */
    goOnCallingBack: () => callingBack.goOn().catch(failed),
    /** What time calls for: another try of what could not be done. */
    tick: callingBack.tick,
    begin(running: RunningVisit) {
      const effect = effectOf(running.id, running.visit);
      if (!effect) return;
      const { kind } = effect;
      if (kind === 'withdraw-offer') return callBack(running.visit);
      if (inHand.has(effect.key)) return;
      inHand.add(effect.key);
      // One scanner, one page at a time: the scan of a reading that was given up ends first.
      const turn = effect.kind === 'scan-page' ? scanning : Promise.resolve();
      const done = turn
        .then(() => carryOut({ ...effect, kind }, running))
        .catch(failed)
        .finally(() => inHand.delete(effect.key));
      if (effect.kind === 'scan-page') scanning = done;
    },
  };
}
