import { parseGrant } from '../../../issuer/hub/index.ts';
import type { Arguments, Command } from '../command.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { coded } from '../issuer/coded.ts';
import {
  ENVIRONMENT_HELP,
  needed,
  PLACE_HELP,
  placeOptions,
  readJsonObject,
  text,
  whole,
} from '../issuer/options.ts';
import { withHub } from '../issuer/with-hub.ts';

const help = `Makes a code that enrols one kiosk at this hub, once.

Usage: proofdesk hub enrol --data DIR --name NAME [--grant FILE] [--hours N]

On the kiosk: proofdesk hub join --url URL --code CODE --data DIR

Output, one JSON line: {"code", "url", "name", "grant", "expires"}

Options:
${PLACE_HELP}
  --name NAME         the kiosk as it is called here
  --grant FILE        JSON object with what it is allowed, every field optional: leaseDays (14), syncDays (7), dailyQuota
                      (200), documentTypes (any), ticketMinutes (1440), provisionalHours (72); see docs/hub.md
  --hours N           how long the code is good for (default: 24)
  -h, --help          This text

${ENVIRONMENT_HELP}

Exit codes:
  0  made
  1  it failed; one line on standard error says why
  2  the command line was not understood
`;

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  const name = needed(values, 'name', 'NAME');
  const file = text(values, 'grant');
  const allowed = file === undefined ? {} : await readJsonObject(file, 'grant');
  const hours = whole(values, 'hours', 1, 8760);
  const grant = await coded((async () => parseGrant(allowed))());
  const made = await withHub(values, async (hub) => ({
    url: hub.url,
    ...(await hub.createEnrolment({ name, grant, ...(hours === undefined ? {} : { hours }) })),
  }));
  const { code, url, expiresAt } = made;
  await io.out(`${JSON.stringify({ code, url, name, grant, expires: new Date(expiresAt).toISOString() })}\n`);
  return EXIT_OK;
}

export const command: Command = {
  help,
  options: {
    ...placeOptions,
    name: { type: 'string' },
    grant: { type: 'string' },
    hours: { type: 'string' },
  },
  run,
};
