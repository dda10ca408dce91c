import { CodedError } from '../../contract/index.ts';
import type { Issuing } from '../ports.ts';
import type { Visit } from '../visit/index.ts';
import type { Asking } from './asking.ts';
import type { RunningVisit } from './visit-runner.ts';

/** Hands on what the issuer tells of the offer of the visit that runs, and tells the issuer when nobody wants it any more. */
export function createOfferNews(kiosk: {
  issuing: Issuing;
  running: () => RunningVisit | null;
  ask: Asking['ask'];
  trouble: (code: string) => void;
}) {
  const { issuing, running, ask } = kiosk;
  const stops = [
    issuing.listen((news) => {
      if (running()) void ask({ type: 'offer.progressed', ...news });
    }),
    issuing.renewed?.((offer) => {
      if (running()) void ask({ type: 'offer.created', ...offer });
    }),
  ];

  return {
    /** The wallet may have gone on while the kiosk was down; an offer the issuer forgot is to be made anew. */
    async catchUp({ id, visit }: RunningVisit): Promise<void> {
      const offerId = visit.step === 'offer' ? visit.offer?.id : null;
      if (!offerId) return;
      const news = await issuing.status(offerId, id).catch((error: unknown) => {
        const forgotten = error instanceof CodedError && error.code === 'credentials/unknown-offer';
        return forgotten ? ({ offerId, state: 'failed', triesLeft: null } as const) : null;
      });
      if (news) await ask({ type: 'offer.progressed', ...news });
    },
    /** The visitor has left: nobody is to redeem what they did not. */
    withdraw({ offer }: Visit): void {
      if (!offer?.id || offer.state === 'issued') return;
      issuing.cancel(offer.id).catch(() => kiosk.trouble('issuer/cancel-failed'));
    },
    stop(): void {
      for (const stop of stops) stop?.();
    },
  };
}
