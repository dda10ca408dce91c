import type { Check, CheckName } from '../../contract/index.ts';
import type { ChipSource } from '../documents/holder/index.ts';
import type { Mrz } from '../documents/mrz/index.ts';
import type { ChipReadBody } from './document-events.ts';

/** A chip that was read to its end, its zone parsed. */
export interface ReadChip extends Pick<ChipReadBody, 'checks' | 'names' | 'portraitRef' | 'files'> {
  /** Null when the chip has none that is valid by its own check digits. */
  mrz: Mrz | null;
}
type Chip = ReadChip | { missing: string } | null;

/** What a chip's checks are summed up in; these are always told. */
const SUMS: readonly CheckName[] = [
  'chip-access',
  'passive-authentication',
  'chip-authentication',
  'mrz-chip-match',
];

function outcomeOf({ checks }: ReadChip, name: CheckName): Check['outcome'] {
  return checks.find(({ check }) => check === name)?.outcome ?? 'not-checked';
}

/**
 * Something speaks against the chip: it was changed, copied, opened in another way than the state meant, or is another
 * document's. Nothing of it is then used.
 */
export function isDoubted(chip: ReadChip): boolean {
  return SUMS.some((name) => outcomeOf(chip, name) === 'failed');
}

/** A state that the station knows signed what the chip says, and it says what is printed. */
export function isProven(chip: Chip): boolean {
  return (
    chip !== null &&
    'checks' in chip &&
    !isDoubted(chip) &&
    outcomeOf(chip, 'passive-authentication') === 'passed' &&
    outcomeOf(chip, 'mrz-chip-match') === 'passed'
  );
}

/** The chip as a source of what is known of the holder; null when there is none, or one in doubt. */
export function chipSource(chip: Chip): ChipSource | null {
  if (!chip || !('checks' in chip) || !chip.mrz || isDoubted(chip)) return null;
  return { mrz: chip.mrz, names: chip.names, signed: isProven(chip) };
}

/** The chip's checks, or why they were not made. @param otherwise why a chip was not even asked for */
export function checksOfChip(chip: Chip, otherwise: string): Check[] {
  if (chip && 'checks' in chip) return chip.checks;
  const reason = chip?.missing ?? otherwise;
  return SUMS.map((check) => ({ check, outcome: 'not-checked', reason, facts: {} }));
}
