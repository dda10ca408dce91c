import { readTicketHeader } from '../../../issuer/ticket/index.ts';
import type { Arguments, Command } from '../command.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { coded } from '../issuer/coded.ts';
import { ENVIRONMENT_HELP, PLACE_HELP, placeOptions, text } from '../issuer/options.ts';
import { givenTicket } from '../issuer/ticket-text.ts';
import { withHub } from '../issuer/with-hub.ts';

const help = `Says what a ticket is; at the hub it is for, also what it says and what became of it. Changes nothing.

Usage: proofdesk ticket inspect TICKET
       proofdesk ticket inspect TICKET --data DIR [--claims]

Output, one JSON line:
  {"version", "key", "bytes", "digits"}
  and with --data:
  {…, "kiosk", "sequence", "issued", "expires", "tx_code", "claims", "taken", "visit", "final", "suspended", "credentials"}
    tx_code      whether it has one
    claims       their names; with --claims the claims
    taken        whether the hub has it in its ledger
    final        the kiosk's log has told of its visit
    credentials  valid, suspended or revoked, for each copy

Options:
${PLACE_HELP}
  --claims            with the person's data
  -h, --help          This text

${ENVIRONMENT_HELP}

Exit codes:
  0  it is a ticket; with --data one that is believed
  1  it is none, or is not believed; one line on standard error says why
  2  the command line was not understood
`;

async function run({ values, positionals }: Arguments, io: CliIo): Promise<number> {
  const { text: digits } = givenTicket(positionals);
  const { version, keyId: key, bytes } = await coded((async () => readTicketHeader(digits))());
  const outside = { version, key, bytes, digits: digits.length };
  if (text(values, 'data') === undefined) {
    await io.out(`${JSON.stringify(outside)}\n`);
    return EXIT_OK;
  }
  const inside = await withHub(values, async (hub) => {
    const { ticket, record } = await hub.openTicket(digits);
    return {
      kiosk: ticket.kiosk,
      sequence: ticket.sequence,
      issued: new Date(ticket.issuedAt).toISOString(),
      expires: new Date(ticket.expiresAt).toISOString(),
      tx_code: ticket.txCode !== null,
      claims: values.claims === true ? ticket.claims : Object.keys(ticket.claims),
      taken: record !== null,
      visit: record?.visit ?? null,
      final: record?.final ?? false,
      suspended: record?.suspended ?? false,
      credentials: record === null ? [] : await hub.issuer.credentialStatus(record.offerId),
    };
  });
  await io.out(`${JSON.stringify({ ...outside, ...inside })}\n`);
  return EXIT_OK;
}

export const command: Command = {
  help,
  options: { ...placeOptions, claims: { type: 'boolean' } },
  allowPositionals: true,
  run,
};
