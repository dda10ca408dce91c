import type { OfferState } from './types.ts';

/** The pre-authorized code may still be redeemed. */
export const REDEEMABLE: readonly OfferState[] = ['created', 'retrieved', 'code-asked', 'code-wrong'];

/** Nothing has been issued yet, and still may be. */
export const OPEN: readonly OfferState[] = [...REDEEMABLE, 'token', 'deferred'];
