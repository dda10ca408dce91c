import type { Arguments, Command } from '../command.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { ENVIRONMENT_HELP, PLACE_HELP, placeOptions } from '../issuer/options.ts';
import { withHub } from '../issuer/with-hub.ts';

const help = `Makes a new key that tickets are sealed for.

Usage: proofdesk hub rotate --data DIR [--force]

Kiosks hear of it when they are next in touch. Tickets for the key before are taken until there is another new one, which is
refused while such tickets may still be brought.

Output, one JSON line: {"rotated": true}

Options:
${PLACE_HELP}
  --force             also when tickets are lost by it: where the key itself may be in wrong hands
  -h, --help          This text

${ENVIRONMENT_HELP}

Exit codes:
  0  done
  1  it would lose tickets, or failed; one line on standard error says why
  2  the command line was not understood
`;

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  await withHub(values, (hub) => hub.rotateTicketKey({ force: values.force === true }));
  await io.out(`${JSON.stringify({ rotated: true })}\n`);
  return EXIT_OK;
}

export const command: Command = {
  help,
  options: { ...placeOptions, force: { type: 'boolean' } },
  run,
};
