import { ChipError } from '../errors.ts';
import type { ResettableChip } from '../read/index.ts';
import { bytesOf, hexOf } from '../tlv/index.ts';

/** What is written for one step: a command, its answer, a chip that was started over. */
const COMMAND = '> ';
const ANSWER = '< ';
const RESET = '! reset';

/**
 * Writes down an exchange with a chip, a line for each command and each answer in hexadecimal digits. With basic access
 * control the lines tell nothing without the key; a chip that asks for none gives its holder away.
 */
export function recordChip(chip: ResettableChip): { chip: ResettableChip; text: () => string } {
  const lines: string[] = [];
  return {
    text: () => lines.map((line) => `${line}\n`).join(''),
    chip: {
      atr: chip.atr,
      async transmit(command) {
        lines.push(COMMAND + hexOf(command));
        const answer = await chip.transmit(command);
        lines.push(ANSWER + hexOf(answer));
        return answer;
      },
      async reset() {
        lines.push(RESET);
        await chip.reset();
      },
    },
  };
}

/**
 * Plays a written exchange as the chip it was made with.
 * @returns `end` throws ChipError `chip/protocol` when something of the exchange is left over
 * @throws ChipError `chip/malformed` for a text that is no exchange; `transmit` and `reset` `chip/protocol` for a step that is
 * not the next one written
 */
export function playChip(text: string): { chip: ResettableChip; end: () => void } {
  const lines = text.split('\n').filter(Boolean);
  if (!lines.every((line) => line === RESET || /^[<>] ([0-9a-f]{2})+$/i.test(line)))
    throw new ChipError('chip/malformed', 'this is no exchange with a chip');
  let next = 0;
  const take = (line: string) => {
    const written = lines[next];
    if (written === undefined) throw new ChipError('chip/protocol', 'the exchange has ended');
    if (written.toLowerCase() !== line.toLowerCase())
      throw new ChipError('chip/protocol', `step ${next + 1} of the exchange is another`);
    next += 1;
  };
  return {
    end() {
      if (next < lines.length)
        throw new ChipError('chip/protocol', `${lines.length - next} steps of the exchange are left over`);
    },
    chip: {
      atr: null,
      async transmit(command) {
        take(COMMAND + hexOf(command));
        const answer = lines[next] ?? '';
        if (!answer.startsWith(ANSWER)) throw new ChipError('chip/gone', 'the chip never answered');
        next += 1;
        return bytesOf(answer.slice(ANSWER.length));
      },
      async reset() {
        take(RESET);
      },
    },
  };
}
