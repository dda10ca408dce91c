export { choosePace, type PaceAlgorithm, type PaceMapping, paceAlgorithm } from './algorithm.ts';
export {
  type ChipAuthenticationMapping,
  decryptMappingData,
  mappingDataIv,
  provesKey,
} from './chip-authentication-mapping.ts';
export type { PaceGroup } from './group.ts';
export { openWithPace, type PaceDraws, type PaceOptions } from './pace.ts';
export { integratedNonceLength, pseudoRandomResidue } from './pseudo-random.ts';
export { authenticationToken } from './token.ts';
