export { newHolderKey, walletClient } from './client.ts';
export { presentCredential } from './present.ts';
export { type RedeemOptions, type Redemption, redeemOffer } from './redeem.ts';
export { certificatesOf, decodeClaims, verifyCredential } from './verify.ts';
