export { createChipLink } from './link.ts';
export type { ChipScreen } from './session.ts';
