import { parseGrant } from '../../../issuer/hub/index.ts';
import type { Arguments, Command } from '../command.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { coded } from '../issuer/coded.ts';
import {
  ENVIRONMENT_HELP,
  KIOSK_HELP,
  kioskOf,
  needed,
  PLACE_HELP,
  placeOptions,
  readJsonObject,
} from '../issuer/options.ts';
import { withHub } from '../issuer/with-hub.ts';

const help = `Changes what a kiosk is allowed. It hears of it when it is next in touch.

Usage: proofdesk hub grant --data DIR --kiosk N --grant FILE

Output, one JSON line: {"kiosk", "grant"}

Options:
${PLACE_HELP}
${KIOSK_HELP}
  --grant FILE        JSON object, as of hub enrol; a field that is not there gets its default
  -h, --help          This text

${ENVIRONMENT_HELP}

Exit codes:
  0  done
  1  there is no such kiosk, or it failed
  2  the command line was not understood
`;

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  const kiosk = kioskOf(values);
  const allowed = await readJsonObject(needed(values, 'grant', 'FILE'), 'grant');
  const grant = await coded((async () => parseGrant(allowed))());
  await withHub(values, (hub) => hub.setGrant(kiosk, grant));
  await io.out(`${JSON.stringify({ kiosk, grant })}\n`);
  return EXIT_OK;
}

export const command: Command = {
  help,
  options: { ...placeOptions, kiosk: { type: 'string' }, grant: { type: 'string' } },
  run,
};
