export { computeCheckDigit, isMrzText } from './check-digit.ts';
export { composeTd3, type Td3Person } from './compose.ts';
export { describeMrz, type MrzDescription } from './describe.ts';
export { MrzError } from './errors.ts';
export { fieldsAt } from './fields-at.ts';
export { type CharacterClass, type Grammar, grammarOf } from './grammar.ts';
export type { Layout } from './layout.ts';
export { MRVA, MRVB, TD1, TD2, TD3 } from './layouts-icao.ts';
export { FRA_ID, SVK_ID_34 } from './layouts-national.ts';
export { parseMrz } from './parse.ts';
export { type MrzTextOutcome, type MrzTextReading, readMrzText } from './read-text.ts';
export type { Repaired } from './repair.ts';
export { splitMrzText } from './split.ts';
export { stateCodeStanding } from './state-codes.ts';
export type { MrzRepair } from './text-lines.ts';
export { transliterateName } from './transliterate.ts';
export type {
  CheckName,
  DateName,
  FullDate,
  Mrz,
  MrzCheck,
  MrzDate,
  MrzFieldName,
  MrzFields,
  MrzFormat,
  MrzResult,
  MrzSex,
  NotMrz,
  NotMrzReason,
  Span,
  StateCodeStanding,
} from './types.ts';
export { sameToCheckDigit, type UndetectableChange, undetectableChanges } from './undetectable.ts';
export { type DoubtfulCharacter, doubtfulCharacters, unprotectedFields } from './unprotected.ts';
