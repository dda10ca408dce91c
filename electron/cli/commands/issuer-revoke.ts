import type { Arguments, Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_FAILED, EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { ENVIRONMENT_HELP, instant, PLACE_HELP, placeOptions, text } from '../issuer/options.ts';
import { withHub } from '../issuer/with-hub.ts';

const help = `Revokes, suspends or reinstates issued credentials, through their status list.

Usage: proofdesk issuer revoke --data DIR (--offer ID | --ref TEXT | --origin TEXT) [--from TIME] [--to TIME]

All conditions that are given must hold. Revoked credentials stay revoked. Verifiers see it within five minutes.

Output, one JSON line: {"status", "changed"}

Options:
${PLACE_HELP}
  --offer ID          the credentials of one offer
  --ref TEXT          of one reference (issuer offer --ref)
  --origin TEXT       of who asked for the offers: command-line, kiosk-3
  --from TIME         issued from then on, ISO 8601
  --to TIME           issued before
  --suspend           in place of revoking
  --reinstate         lifts a suspension
  -h, --help          This text

${ENVIRONMENT_HELP}

Exit codes:
  0  some changed
  1  none changed, or it failed
  2  the command line was not understood
`;

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  const given = {
    offerId: text(values, 'offer'),
    subjectRef: text(values, 'ref'),
    origin: text(values, 'origin'),
    from: instant(values, 'from'),
    to: instant(values, 'to'),
  };
  if (given.offerId === undefined && given.subjectRef === undefined && given.origin === undefined)
    throw new UsageError('cli/bad-arguments', 'which? --offer ID, --ref TEXT or --origin TEXT');
  const status = values.reinstate === true ? 'valid' : values.suspend === true ? 'suspended' : 'revoked';
  const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const changed = await withHub(values, (hub) => hub.issuer.setCredentialStatus(filter, status));
  await io.out(`${JSON.stringify({ status, changed })}\n`);
  return changed > 0 ? EXIT_OK : EXIT_FAILED;
}

export const command: Command = {
  help,
  options: {
    ...placeOptions,
    offer: { type: 'string' },
    ref: { type: 'string' },
    origin: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    suspend: { type: 'boolean' },
    reinstate: { type: 'boolean' },
  },
  run,
};
