import { CodedError } from '../../contract/index.ts';
import type { FaultyChip } from '../documents/chip/index.ts';
import type { Readers } from '../ports.ts';

type Tell = (event: 'chipPresent' | 'chipGone', source: string) => void;

/** Readers for chips with virtual chips in this process; which of them are attached is the test's other business. */
export function fakeChipReaders(tell: Tell) {
  const laid = new Map<string, FaultyChip>();
  const seen = { opened: 0, closed: 0, commands: 0 };
  let refusal: CodedError | null = null;
  const gone = () => new CodedError('device/disconnected-while-sending', 'of a test');
  const chipOn = (source: string): FaultyChip => {
    if (refusal) throw refusal;
    const chip = laid.get(source);
    if (!chip) throw gone();
    return chip;
  };
  const lift = (source: string) => {
    laid.get(source)?.reset();
    if (laid.delete(source)) tell('chipGone', source);
  };
  const calls: Pick<Readers, 'openChip' | 'transmit' | 'resetChip' | 'closeChip'> = {
    async openChip(source) {
      seen.opened += 1;
      chipOn(source);
      return { atr: null };
    },
    async transmit(source, command) {
      seen.commands += 1;
      // As over a pipe, others have their turn between two commands.
      await new Promise((resolve) => setImmediate(resolve));
      const answer = await chipOn(source).process(command);
      if (answer) return answer;
      lift(source);
      throw gone();
    },
    async resetChip(source) {
      chipOn(source).reset();
    },
    async closeChip() {
      seen.closed += 1;
    },
  };
  return {
    ...calls,
    seen,
    lay(chip: FaultyChip, source = 'chip-reader') {
      laid.set(source, chip);
      tell('chipPresent', source);
    },
    lift: (source = 'chip-reader') => lift(source),
    /** From now on every call fails so, until null. */
    refuses(code: string | null) {
      refusal = code ? new CodedError(code, 'of a test') : null;
    },
  };
}
