import {
  CodedError,
  type CommandResult,
  type HelpDeskCommand,
  type HelpDeskView,
  refused,
} from '../contract/index.ts';
import { entraIssuing } from './credentials/index.ts';
import type { Recovery } from './ports.ts';

const { entraOperatorTexts } = entraIssuing;

/** Nobody foresaw it, so nobody can say more of it than what may have been done by then; `cause` is what was thrown. */
export class RecoveryError extends CodedError<'help-desk/failed' | 'help-desk/pass-uncertain'> {}

const unforeseen = {
  'help-desk/failed':
    'The verification stopped for a reason this version does not know, and no pass was made. Begin anew; call support if it stays.',
  'help-desk/pass-uncertain':
    'Making the pass stopped for a reason this version does not know. Whether there is one now only the directory can say: look at the account’s authentication methods before another is made.',
} as const;

/**
 * The help desk as the kiosk holds it: what failed is told in words, and asked for in the background.
 * @param report told of what the help desk itself did not foresee, after staff can see it
 */
export function recoveryOver(
  helpDesk: entraIssuing.HelpDesk,
  report: (error: RecoveryError) => void = () => {},
): Recovery {
  const listeners = new Set<() => void>();
  let failure: RecoveryError['code'] | null = null;
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const stop = helpDesk.onChange(() => {
    failure = null;
    tell();
  });

  /** Refusals are in the help desk's own view. What is thrown besides ends the verification. */
  function inBackground(work: Promise<void>, code: RecoveryError['code']): CommandResult {
    work.catch((cause: unknown) => {
      helpDesk.finish();
      failure = code;
      tell();
      report(new RecoveryError(code, 'the help desk threw what it does not foresee', { cause }));
    });
    return { ok: true };
  }

  return {
    view(): HelpDeskView {
      if (failure !== null) return { state: 'failed', code: failure, text: unforeseen[failure] };
      const view = helpDesk.view();
      return view.state === 'failed' ? { ...view, text: entraOperatorTexts[view.code].text } : view;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Answers at once: what comes of it is in the view. */
    command(command: HelpDeskCommand): CommandResult {
      const { state } = helpDesk.view();
      const out = refused('help-desk/not-at-this-state', 'the verification is at another point');
      switch (command.type) {
        case 'staff.verify-account':
          if (state !== 'idle' && state !== 'failed') return out;
          return inBackground(helpDesk.begin(command.account), 'help-desk/failed');
        case 'staff.create-pass':
          if (state !== 'verified') return out;
          return inBackground(helpDesk.createPass(), 'help-desk/pass-uncertain');
        case 'staff.end-verification':
          helpDesk.finish();
          return { ok: true };
      }
    },
    async stop() {
      stop();
      await helpDesk.close();
    },
  };
}
