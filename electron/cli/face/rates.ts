import type { OptionValues } from '../command.ts';
import { UsageError } from '../errors.ts';

/** A rate of the command line. @throws UsageError when it is none */
export function rateOf(values: OptionValues, name: string, otherwise: number): number {
  const value = values[name];
  if (value === undefined) return otherwise;
  const rate = Number(value);
  if (rate > 0 && rate <= 0.05) return rate;
  throw new UsageError('cli/bad-arguments', `--${name} takes a rate above 0 and up to 0.05`);
}
