export { type ChipAuthenticationMethod, chooseChipAuthentication } from './choose.ts';
export { authenticateChip } from './run.ts';
export { type ChipStaticKey, readStaticKey } from './static-key.ts';
