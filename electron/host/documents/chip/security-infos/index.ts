export { readSecurityInfos } from './read.ts';
export type {
  ActiveAuthenticationInfo,
  ChipAuthenticationInfo,
  ChipAuthenticationKeyInfo,
  PaceInfo,
  SecurityInfos,
} from './types.ts';
