import { setTimeout as pause } from 'node:timers/promises';
import { type ChipReaders, noService, pcscReaders } from '../chip/readers.ts';
import type { Command } from '../command.ts';
import { EXIT_FAILED, EXIT_OK } from '../exit-codes.ts';

const help = `List the chip readers of this machine (PC/SC), and whether a document lies on them.

Usage: proofdesk chip readers [--wait MS]

Prints one JSON line each: {"name", "card"}; card is none, present, mute (it does not answer) or taken (by another
program). No line means that there is no reader.

Options:
  --wait MS   how long to look for readers, in milliseconds (default 1000)
  -h, --help  This text

Exit codes:
  0  it could look, whatever it found
  1  the smart card service does not answer
  2  the command line was not understood
`;

/** The command over whatever opens the readers. */
export function chipReaders(openReaders: () => Promise<ChipReaders>): Command {
  return {
    help,
    options: { wait: { type: 'string', default: '1000' } },
    async run({ values }, io) {
      const readers = await openReaders();
      try {
        await pause(Math.min(60_000, Math.max(0, Number(values.wait) || 0)));
        if (!readers.running) {
          const { code, message } = noService(readers);
          await io.err(`proofdesk: ${code}: ${message}\n`);
          return EXIT_FAILED;
        }
        for (const { name, card } of await readers.list())
          await io.out(`${JSON.stringify({ name, card })}\n`);
        return EXIT_OK;
      } finally {
        await readers.close();
      }
    },
  };
}

export const command: Command = chipReaders(pcscReaders);
