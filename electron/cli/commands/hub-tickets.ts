import type { ReinstatementOrder } from '../../../issuer/hub/index.ts';
import type { Arguments, Command } from '../command.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { ENVIRONMENT_HELP, KIOSK_HELP, kioskOf, PLACE_HELP, placeOptions, text } from '../issuer/options.ts';
import { givenTicket } from '../issuer/ticket-text.ts';
import { withHub } from '../issuer/with-hub.ts';

const help = `Lists the tickets of a kiosk that staff may have to judge, and takes their word.

Usage: proofdesk hub tickets --data DIR --kiosk N [--all]
       proofdesk hub tickets --data DIR --kiosk N --reinstate NUMBER|TICKET|genuine|earlier

When a kiosk was stolen (hub revoke without --to), what was issued on its tickets since then is suspended and what is brought
is refused, for nobody but staff can tell visitors from the thief. ticket inspect --claims says what a ticket says.

Output, one JSON line for each ticket:
  {"kiosk", "ticket", "standing", "made", "brought", "told", "genuine", "credentials"}
    standing     held, withdrawn, provisional, suspended, reinstated; with --all also final: those the log has told of
    made         by the kiosk's clock, which a thief sets as he likes
    brought      first, by the hub's
    told         when the kiosk told the hub that it had made just this ticket; null when it never did
    genuine      it did before it was stolen: what the ticket says is true, though who brought it is not known
    credentials  for each copy {"status", "list", "idx"}: valid, suspended or revoked; and its place, which the credential
                 in a visitor's wallet names too (its status_list: the end of uri, and idx)
  with --reinstate: {"kiosk", "reinstated", "credentials"} how many tickets, and how many credentials are valid again

Options:
${PLACE_HELP}
${KIOSK_HELP}
  --all               also those nobody has to look at
  --reinstate WHICH   a ticket that staff have found good, by its number, or by its digits or what its QR code says: its
                      credential is valid again, or it may be brought (again). genuine: all that the kiosk had told of
                      before it was stolen, where nobody can have read its vault. earlier: all that were used before it
                      was stolen, though its log did not tell of them
  -h, --help          This text

${ENVIRONMENT_HELP}

Exit codes:
  0  done
  1  there is no such kiosk or ticket, or it failed
  2  the command line was not understood
`;

/** @throws UsageError */
function orderOf(which: string): ReinstatementOrder {
  if (which === 'genuine' || which === 'earlier') return which;
  if (/^\d{1,9}$/.test(which)) return { sequence: Number(which) };
  return { text: givenTicket([which]).text };
}

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  const kiosk = kioskOf(values);
  const which = text(values, 'reinstate');
  const order = which === undefined ? null : orderOf(which);
  if (order !== null) {
    const { tickets, credentials } = await withHub(values, (hub) => hub.reinstateTickets(kiosk, order));
    await io.out(`${JSON.stringify({ kiosk, reinstated: tickets, credentials })}\n`);
    return EXIT_OK;
  }
  const iso = (at: number) => new Date(at).toISOString();
  for (const one of await withHub(values, (hub) => hub.ticketsOf(kiosk, values.all === true))) {
    const line = {
      kiosk,
      ticket: one.sequence,
      standing: one.standing,
      made: iso(one.issuedAt),
      brought: iso(one.seenAt),
      told: one.toldAt === null ? null : iso(one.toldAt),
      genuine: one.genuine,
      credentials: one.credentials.map(({ status, listId: list, index: idx }) => ({ status, list, idx })),
    };
    await io.out(`${JSON.stringify(line)}\n`);
  }
  return EXIT_OK;
}

export const command: Command = {
  help,
  options: {
    ...placeOptions,
    kiosk: { type: 'string' },
    all: { type: 'boolean' },
    reinstate: { type: 'string' },
  },
  run,
};
