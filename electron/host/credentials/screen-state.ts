import type { OfferState as ScreenState } from '../../contract/index.ts';
import type { OfferState } from './port.ts';

const SCREEN: Record<OfferState, ScreenState | null> = {
  created: 'waiting',
  retrieved: 'scanned',
  'code-asked': 'code-asked',
  'code-wrong': 'code-wrong',
  token: 'issuing',
  deferred: 'issuing',
  issued: 'issued',
  accepted: 'issued',
  expired: 'expired',
  locked: 'locked',
  refused: 'refused',
  failed: 'failed',
  cancelled: null,
};

/** How the offer's screen shows a state of the issuer; null when there is no screen for it any more. */
export function screenState(state: OfferState): ScreenState | null {
  return SCREEN[state];
}
