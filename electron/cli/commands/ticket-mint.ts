import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { mintWithFile } from '../../host/index.ts';
import type { Arguments, Command } from '../command.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { coded } from '../issuer/coded.ts';
import { needed, profilesOf, readJsonObject, text } from '../issuer/options.ts';

const help = `Makes an offline ticket, as a kiosk without network does. Needs no network.

Usage: proofdesk ticket mint --identity FILE --claims FILE [--no-tx-code]

A kiosk makes its tickets itself; this is for trying a hub, and for programs that stand in for a kiosk. Such an identity
has no log, so the hub never makes the credential final.

Output, one JSON line:
  {"offer_uri", "ticket", "tx_code", "expires", "name"}
    offer_uri  what the QR code is to say
    name       of the ticket's offer at the hub, for issuer status and issuer revoke

Options:
  --identity FILE  from hub join --identity
  --claims FILE    JSON object: the claims of the credential profile
  --no-tx-code     without a transaction code
  --ref TEXT       reference of the visit, never personal data (default: a random one)
  -h, --help       This text

Exit codes:
  0  made
  1  refused: beyond lease, quota or time since the last sync, the clock set back, or claims that are not the profile's
  2  the command line was not understood
`;

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  const identity = resolve(needed(values, 'identity', 'FILE'));
  const claims = await readJsonObject(needed(values, 'claims', 'FILE'), 'claims');
  const [profile] = await coded(profilesOf({}));
  const order = {
    claims,
    txCode: values['no-tx-code'] !== true,
    subjectRef: text(values, 'ref') ?? randomUUID(),
  };
  const made = await coded(mintWithFile(identity, order, profile));
  const answer = {
    offer_uri: made.offerUri,
    ticket: made.ticket,
    tx_code: made.txCode,
    expires: new Date(made.expiresAt).toISOString(),
    name: made.offerId,
  };
  await io.out(`${JSON.stringify(answer)}\n`);
  return EXIT_OK;
}

export const command: Command = {
  help,
  options: {
    identity: { type: 'string' },
    claims: { type: 'string' },
    'no-tx-code': { type: 'boolean' },
    ref: { type: 'string' },
  },
  run,
};
