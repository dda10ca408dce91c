import { CodedError, type StepOf } from '../../contract/index.ts';
import type { Presenting, Proof } from '../ports.ts';
import { type HostCommand, hasLeft } from '../visit/index.ts';
import type { Submitted } from './asking.ts';
import type { RunningVisit } from './visit-runner.ts';

type Shown = Pick<StepOf<'proof'>, 'state' | 'requestUri'>;

/** How often a request that ran out, or was not answered rightly, is made anew before the visitor goes on without. */
const most = 3;
/** Milliseconds that a failure stands on the screen. */
const telling = 4_000;

/**
 * Step 14: the wallet is asked to present what it just got. The request is kept in memory, for it lives two minutes: after a
 * power cut it is asked again.
 */
export function createProofAsking(kiosk: {
  /** Null at a station that has nobody to verify what is presented. */
  presenting: Presenting | null;
  submit: (command: HostCommand, wanted: (running: RunningVisit) => boolean) => Promise<Submitted>;
  changed: () => void;
  trouble: (code: string) => void;
}) {
  const { presenting } = kiosk;
  let asked: { visit: string; request: string | null; shown: Shown; rounds: number } | null = null;

  const resolve = (visit: string, outcome: 'presented' | 'failed' | 'not-checked', reason: string) =>
    void kiosk.submit(
      { type: 'proof.resolved', outcome, reason },
      (now) => now.id === visit && now.visit.step === 'proof',
    );

  async function ask(running: RunningVisit) {
    const mine = asked;
    if (!mine || !presenting) return;
    mine.rounds += 1;
    mine.request = null;
    mine.shown = { state: 'waiting', requestUri: null };
    try {
      const { id, requestUri } = await presenting.start(running.visit);
      if (asked !== mine) return presenting.cancel(id);
      mine.request = id;
      mine.shown = { state: 'waiting', requestUri };
      kiosk.changed();
    } catch (error) {
      kiosk.trouble(error instanceof CodedError ? error.code : 'credentials/proof-failed');
      if (asked === mine) resolve(mine.visit, 'not-checked', 'no-verifier');
    }
  }

  /** Told for a moment, then asked again: a wallet may have refused because a finger slipped. */
  function failed(mine: NonNullable<typeof asked>, running: RunningVisit) {
    mine.request = null;
    mine.shown = { state: 'failed', requestUri: null };
    if (mine.rounds >= most) return resolve(mine.visit, 'failed', 'not-believed');
    setTimeout(() => {
      if (asked === mine) void ask(running);
    }, telling).unref();
  }

  let current: RunningVisit | null = null;
  const stop = presenting?.listen((id: string, proof: Proof) => {
    if (!asked || asked.request !== id || !current) return;
    switch (proof.state) {
      case 'retrieved':
        asked.shown = { ...asked.shown, state: 'scanned' };
        break;
      case 'presented':
        asked.shown = { ...asked.shown, state: 'presented' };
        resolve(asked.visit, 'presented', 'presented');
        break;
      case 'failed':
        failed(asked, current);
        break;
      case 'expired':
        if (asked.rounds < most) void ask(current);
        else resolve(asked.visit, 'not-checked', 'not-presented');
    }
    kiosk.changed();
  });

  return {
    /** Called after every change of the visit. */
    follow(running: RunningVisit | null) {
      current = running;
      const wanted =
        running && !hasLeft(running.visit) && running.visit.step === 'proof'
          ? running.visit.profile.presentation === 'asked'
          : false;
      if (!wanted || asked?.visit !== running?.id) {
        if (asked?.request) presenting?.cancel(asked.request);
        asked = null;
      }
      if (!wanted || asked || !running) return;
      asked = {
        visit: running.id,
        request: null,
        shown: { state: 'waiting', requestUri: null },
        rounds: 0,
      };
      if (presenting) void ask(running);
      else resolve(running.id, 'not-checked', 'no-verifier');
    },
    shown: (): Shown => asked?.shown ?? { state: 'waiting', requestUri: null },
    /** Requests that nobody answered end with their time. */
    expire: () => presenting?.expire(),
    stop: () => stop?.(),
  };
}
