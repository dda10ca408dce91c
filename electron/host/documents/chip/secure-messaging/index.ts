export { longestShortAnswer, SecureChannel, type SessionKeys } from './channel.ts';
