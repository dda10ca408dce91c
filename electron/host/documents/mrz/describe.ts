import type { CheckName, DateName, MrzDate, MrzFields, MrzFormat, MrzResult } from './types.ts';

/** A result as plain JSON, for the command line and for test corpora. */
export type MrzDescription =
  | {
      readonly format: MrzFormat;
      readonly valid: boolean;
      readonly checks: Readonly<Partial<Record<CheckName, boolean>>>;
      readonly dates: Readonly<Partial<Record<DateName, MrzDate>>>;
      readonly fields: Readonly<MrzFields>;
    }
  | {
      readonly format: null;
      readonly valid: false;
      /** `characters`, or `shape` with the length of every line: `shape 36,35`. */
      readonly error: string;
    };

export function describeMrz(result: MrzResult): MrzDescription {
  if (result.kind === 'not-mrz') {
    const error = result.reason === 'characters' ? 'characters' : `shape ${result.lengths.join(',')}`;
    return { format: null, valid: false, error };
  }
  const { format, valid, dates, fields } = result;
  const checks: Partial<Record<CheckName, boolean>> = {};
  for (const check of result.checks) checks[check.name] = check.outcome === 'passed';
  return { format, valid, checks, dates, fields };
}
