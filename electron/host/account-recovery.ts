import { type CommandResult, type HelpDeskCommand, type HelpDeskView, refused } from '../contract/index.ts';
import { entraIssuing } from './credentials/index.ts';
import type { Recovery } from './ports.ts';

const { entraOperatorTexts } = entraIssuing;

/** The help desk as the kiosk holds it: what failed is told in words, and asked for in the background. */
export function recoveryOver(helpDesk: entraIssuing.HelpDesk): Recovery {
  return {
    view(): HelpDeskView {
      const view = helpDesk.view();
      return view.state === 'failed' ? { ...view, text: entraOperatorTexts[view.code].text } : view;
    },
    listen: (listener) => helpDesk.onChange(listener),
    /** Answers at once: what comes of it is in the view. */
    command(command: HelpDeskCommand): CommandResult {
      const { state } = helpDesk.view();
      const out = refused('help-desk/not-at-this-state', 'the verification is at another point');
      switch (command.type) {
        case 'staff.verify-account':
          if (state !== 'idle' && state !== 'failed') return out;
          // Refusals are in the view; what is thrown besides was ruled out above.
          void helpDesk.begin(command.account).catch(() => {});
          return { ok: true };
        case 'staff.create-pass':
          if (state !== 'verified') return out;
          void helpDesk.createPass().catch(() => {});
          return { ok: true };
        case 'staff.end-verification':
          helpDesk.finish();
          return { ok: true };
      }
    },
    stop: () => helpDesk.close(),
  };
}
