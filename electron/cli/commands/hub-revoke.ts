import type { Arguments, Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import {
  ENVIRONMENT_HELP,
  instant,
  KIOSK_HELP,
  kioskOf,
  PLACE_HELP,
  placeOptions,
} from '../issuer/options.ts';
import { withHub } from '../issuer/with-hub.ts';

const help = `Revokes what a kiosk did in a time, and the kiosk itself when that time has no end.

Usage: proofdesk hub revoke --data DIR --kiosk N --from TIME [--to TIME]

With --to a kiosk in good hands did wrong for a time: its tickets of that time are not taken any more, offers made for it
end, and the credentials issued on them are revoked.

Without --to the kiosk is in wrong hands, and is turned away for good. Its clock is not believed: what was issued since TIME
on tickets that say they are older is suspended, and none of its tickets is taken any more, until staff have judged them (hub
tickets). Let TIME be when somebody last saw the kiosk in its place.

Output, one JSON line: {"kiosk", "revoked", "suspended", "ended"}
  credentials that were revoked, and suspended; offers that ended

Options:
${PLACE_HELP}
${KIOSK_HELP}
  --from TIME         when it was stolen or went wrong, ISO 8601
  --to TIME           until when (default: for ever)
  -h, --help          This text

${ENVIRONMENT_HELP}

Exit codes:
  0  done
  1  there is no such kiosk, or it failed
  2  the command line was not understood
`;

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  const kiosk = kioskOf(values);
  const from = instant(values, 'from');
  if (from === undefined) throw new UsageError('cli/bad-arguments', '--from TIME is needed');
  const to = instant(values, 'to') ?? null;
  // A mistyped year would turn the kiosk away and leave all it did as it is.
  if (from > Date.now() || (to !== null && to <= from))
    throw new UsageError('cli/bad-arguments', '--from is in the past, and --to after it');
  const done = await withHub(values, (hub) => hub.withdrawKiosk({ kiosk, from, to }));
  await io.out(`${JSON.stringify({ kiosk, ...done })}\n`);
  return EXIT_OK;
}

export const command: Command = {
  help,
  options: {
    ...placeOptions,
    kiosk: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
  },
  run,
};
