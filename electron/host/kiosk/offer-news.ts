import { CodedError, type StepName } from '../../contract/index.ts';
import type { Issuing, OfferNews } from '../ports.ts';
import type { Visit } from '../visit/index.ts';
import type { Asking } from './asking.ts';
import type { RunningVisit } from './visit-runner.ts';

/** Until the visitor has gone the wallet may say that it has the credential, or could not keep it. */
const awaiting: ReadonlySet<StepName> = new Set(['offer', 'proof', 'success']);

/** Nobody gets a credential of an offer that its issuer does not know. */
const isForgotten = (error: unknown): boolean =>
  error instanceof CodedError && error.code === 'credentials/unknown-offer';

/** Hands on what the issuer tells of the offer of the visit that runs, and tells the issuer when nobody wants it any more. */
export function createOfferNews(kiosk: {
  issuing: Issuing;
  running: () => RunningVisit | null;
  ask: Asking['ask'];
  trouble: (code: string) => void;
}) {
  const { issuing, running, ask } = kiosk;
  /** The vault could not keep what was told; nobody tells it twice. */
  let missed = false;

  async function hear(news: OfferNews) {
    const { error } = await ask({ type: 'offer.progressed', ...news });
    if (error?.code.startsWith('vault/')) missed = true;
  }

  const stops = [
    issuing.listen((news) => {
      if (running()) void hear(news);
    }),
    issuing.renewed?.((offer) => {
      if (running()) void ask({ type: 'offer.created', ...offer });
    }),
  ];

  /** The wallet may have gone on while the kiosk was down; an offer the issuer forgot is to be made anew. */
  async function catchUp({ id, visit }: RunningVisit): Promise<void> {
    const offerId = awaiting.has(visit.step) ? (visit.offer?.id ?? visit.offer?.left) : null;
    if (!offerId) return;
    const news = await issuing.status(offerId, id).catch((error: unknown) => {
      return isForgotten(error) ? ({ offerId, state: 'failed', triesLeft: null } as const) : null;
    });
    if (news) await ask({ type: 'offer.progressed', ...news });
  }

  return {
    catchUp,
    /** The vault keeps again what it is given. */
    async goOn(now: RunningVisit): Promise<void> {
      if (!missed) return;
      missed = false;
      await catchUp(now);
    },
    /** The visitor has left: nobody is to redeem what they did not. */
    withdraw({ offer, ended }: Visit): void {
      // One whose place another was to take may be alive still.
      const offerId = offer?.id ?? offer?.replaces ?? null;
      if (!offer || offerId === null || offer.state === 'issued') return;
      // Whoever was told that it has to wait may just have gone; the wallet comes for it later.
      if (offer.state === 'deferred' && ended !== 'cancelled') return;
      issuing.cancel(offerId).catch((error: unknown) => {
        if (!isForgotten(error)) kiosk.trouble('issuer/cancel-failed');
      });
    },
    stop(): void {
      for (const stop of stops) stop?.();
    },
  };
}
