import { UsageError } from '../errors.ts';

/** A time on the command line, null when none is given. @throws UsageError */
export function secondsIn(value: unknown): number | null {
  if (value === undefined) return null;
  const seconds = Number(value);
  if (seconds > 0 && seconds <= 86_400) return seconds;
  throw new UsageError('cli/bad-arguments', '--seconds takes a number up to 86400');
}
