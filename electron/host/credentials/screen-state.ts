import type { OfferState as ScreenState } from '../../contract/index.ts';
import type { OfferState } from './port.ts';

/** What an issuer can say; the others are the kiosk's own. */
export type ShownState = Exclude<ScreenState, 'preparing' | 'taken'>;

const SCREEN: Record<OfferState, ShownState | null> = {
  created: 'waiting',
  retrieved: 'scanned',
  'code-asked': 'code-asked',
  'code-wrong': 'code-wrong',
  token: 'issuing',
  deferred: 'deferred',
  issued: 'issued',
  accepted: 'issued',
  expired: 'expired',
  locked: 'locked',
  refused: 'refused',
  failed: 'failed',
  cancelled: null,
};

/** How the offer's screen shows a state of the issuer; null when there is no screen for it any more. */
export function screenState(state: OfferState): ShownState | null {
  return SCREEN[state];
}
