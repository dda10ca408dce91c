import type { OfferState } from './types.ts';

/** The pre-authorized code may still be redeemed. */
export const REDEEMABLE: readonly OfferState[] = ['created', 'retrieved', 'code-asked', 'code-wrong'];

/** A wallet has redeemed the code. */
export const REDEEMED: readonly OfferState[] = ['token', 'deferred', 'issued', 'accepted'];

/** Nothing has been issued yet, and still may be. */
export const OPEN: readonly OfferState[] = [...REDEEMABLE, 'token', 'deferred'];
