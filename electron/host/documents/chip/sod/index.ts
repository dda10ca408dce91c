export type { SecurityObject } from './security-object.ts';
export { type DocumentSecurityObject, readSod } from './sod.ts';
