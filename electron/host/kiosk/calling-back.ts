import { CodedError } from '../../contract/index.ts';
import { mayPass } from '../credentials/index.ts';
import type { Clock, Issuing } from '../ports.ts';
import { VaultError } from '../vault/index.ts';
import type { Offer } from '../visit/index.ts';
import type { CallingBackMemory } from './calling-back-memory.ts';

export type CalledBack = Awaited<ReturnType<Issuing['withdraw']>>;

/** Milliseconds until the next try after the first failure, the second and so on; the last for all that follow. */
const pauses = [1_000, 5_000, 30_000, 60_000];

/**
 * Milliseconds after the first failure at which the last try is made. Where a wallet says itself that it kept nothing,
 * somebody waits for another code, and little is at stake.
 */
const patience = { taken: 600_000, refused: 60_000 };

/** Milliseconds one try may take; longer than any way takes with its own repetitions of one request. */
const answerMs = 120_000;

/** The issuer let a try run out of its time. */
class NoAnswer extends CodedError<'issuer/no-answer'> {}

const mayPassHere = (error: unknown): boolean =>
  error instanceof NoAnswer || error instanceof VaultError || mayPass(error);

interface Underway {
  taken: boolean;
  /** When a try failed first; null while none has. */
  failedAt: number | null;
  failures: number;
  /** When the next try is due, or, while one is made, when it has taken too long. */
  until: number;
  /** Ends the try that is made; null between two. */
  giveUp: (() => void) | null;
}

export interface CallingBack {
  /** Begins, unless it is begun already; the visit may end meanwhile. */
  begin(offer: Offer): void;
  /** Goes on, once, with what was not at an end when the kiosk stopped. @throws VaultError: it is to be asked again */
  goOn(): Promise<void>;
  /** Does what is due. */
  tick(): void;
}

/**
 * Calls back what is, or was, on a phone that should not have it. Whoever issues may be out of reach for a moment, so it is
 * tried again for a while, also when the visit is over or the kiosk starts anew; staff hear of the first failure and of the end.
 */
export function createCallingBack(kiosk: {
  issuing: Pick<Issuing, 'withdraw'>;
  clock: Clock;
  memory: CallingBackMemory;
  trouble: (code: string) => void;
  /** Takes back what staff were told under this code. */
  settled: (code: string) => void;
  /** Notes and tells a failure. */
  failed: (error: unknown) => void;
  /** Tells the visit, if it is still there. Must not throw. */
  done: (offerId: string, outcome: CalledBack) => Promise<void>;
}): CallingBack {
  const { issuing, clock, memory, trouble } = kiosk;
  const underway = new Map<string, Underway>();
  let loaded = false;
  let saving: Promise<unknown> = Promise.resolve();

  function note(): void {
    const save = async () => {
      // What was noted before is not to be lost where it could not be read until now.
      await goOn();
      await memory.save(
        [...underway].map(([offerId, { taken, failedAt }]) => ({ offerId, taken, failedAt })),
      );
    };
    saving = saving.then(save).catch(kiosk.failed);
  }

  /** Notes a failure. @returns whether there will be another try */
  function triesAgain(one: Underway, error: unknown): boolean {
    const now = clock.now();
    one.failedAt = Math.min(one.failedAt ?? now, now);
    one.failures += 1;
    const end = one.failedAt + (one.taken ? patience.taken : patience.refused);
    const again = mayPassHere(error) && now < end;
    if (one.failures === 1 || !again) kiosk.failed(error);
    if (!again) return false;
    one.giveUp = null;
    one.until = Math.min(now + (pauses[one.failures - 1] ?? pauses.at(-1)!), end);
    if (one.failures === 1) {
      trouble('offer/not-called-back-yet');
      note();
    }
    return true;
  }

  /** What cannot be said to be revoked is not. */
  function tellEnd(one: Underway, outcome: CalledBack): void {
    const others = [...underway.values()].some((other) => other !== one && other.failures > 0);
    if (one.failures > 0 && !others) kiosk.settled('offer/not-called-back-yet');
    if (outcome === 'not-revocable') {
      if (one.taken) trouble('offer/not-revocable');
      else if (one.failures > 0) trouble('offer/not-called-back');
    } else if (one.failures > 0) trouble('offer/called-back');
  }

  async function attempt(offerId: string, one: Underway): Promise<void> {
    const tooLong = Promise.withResolvers<never>();
    one.giveUp = () => tooLong.reject(new NoAnswer('issuer/no-answer', 'an offer could not be asked about'));
    one.until = clock.now() + answerMs;
    let outcome: CalledBack;
    try {
      outcome = await Promise.race([issuing.withdraw(offerId), tooLong.promise]);
    } catch (error) {
      if (triesAgain(one, error)) return;
      outcome = 'not-revocable';
    }
    tellEnd(one, outcome);
    await kiosk.done(offerId, outcome);
    // An outcome that could not be kept is found out again when the visit calls for it.
    underway.delete(offerId);
    note();
  }

  function begin(offerId: string, taken: boolean, failedAt: number | null): void {
    if (underway.has(offerId)) return;
    const one: Underway = { taken, failedAt, failures: 0, until: 0, giveUp: null };
    underway.set(offerId, one);
    if (taken) trouble('offer/taken');
    void attempt(offerId, one);
  }

  async function goOn(): Promise<void> {
    if (loaded) return;
    const all = await memory.load();
    if (loaded) return;
    loaded = true;
    for (const { offerId, taken, failedAt } of all) begin(offerId, taken, failedAt);
  }

  return {
    begin({ id, state }) {
      if (id === null || underway.has(id)) return;
      begin(id, state === 'taken', null);
      note();
    },
    goOn,
    tick() {
      const now = clock.now();
      for (const [id, one] of [...underway]) {
        // Nothing is due later than that, unless the clock was set back.
        if (now < one.until && one.until <= now + answerMs) continue;
        if (one.giveUp) one.giveUp();
        else void attempt(id, one);
      }
    },
  };
}
