import type { Arguments, Command } from '../command.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { ENVIRONMENT_HELP, PLACE_HELP, placeOptions } from '../issuer/options.ts';
import { withHub } from '../issuer/with-hub.ts';

const help = `Lists the kiosks of this hub.

Usage: proofdesk hub kiosks --data DIR

Output, one JSON line for each:
  {"kiosk", "name", "enrolled", "seen", "lease_until", "blocked", "grant"}
    seen     when it was last in touch
    blocked  since when it is turned away; null when it is not

Options:
${PLACE_HELP}
  -h, --help          This text

${ENVIRONMENT_HELP}

Exit codes:
  0  listed
  1  it failed; one line on standard error says why
  2  the command line was not understood
`;

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  const iso = (at: number) => new Date(at).toISOString();
  for (const kiosk of await withHub(values, (hub) => hub.kiosks())) {
    const line = {
      kiosk: kiosk.kiosk,
      name: kiosk.name,
      enrolled: iso(kiosk.enrolledAt),
      seen: iso(kiosk.seenAt),
      lease_until: iso(kiosk.leaseUntil),
      blocked: kiosk.blockedAt === null ? null : iso(kiosk.blockedAt),
      grant: kiosk.grant,
    };
    await io.out(`${JSON.stringify(line)}\n`);
  }
  return EXIT_OK;
}

export const command: Command = { help, options: placeOptions, run };
