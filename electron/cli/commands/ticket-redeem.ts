import { CodedError } from '../../contract/errors.ts';
import type { Arguments, Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { text } from '../issuer/options.ts';
import { givenTicket } from '../issuer/ticket-text.ts';

const help = `Brings a ticket to its hub, as a wallet does first, and prints the offer it becomes.

Usage: proofdesk ticket redeem TICKET [--url URL]

TICKET is what the QR code says, or the ticket's digits with --url. The ticket is not used up by it: that is done when a
wallet gets its token. But its kiosk's quota counts it from now on.

Output, one JSON line: the credential offer (OpenID4VCI 1.0 section 4.1.1)

Options:
  --url URL   the hub, when only the digits are given
  -h, --help  This text

Exit codes:
  0  the hub took the ticket
  1  it did not; one line on standard error says why
  2  the command line was not understood
`;

async function run({ values, positionals }: Arguments, io: CliIo): Promise<number> {
  const { text: ticket, address } = givenTicket(positionals);
  const hub = text(values, 'url')?.replace(/\/$/, '');
  const url = hub === undefined ? address : `${hub}/t/${ticket}`;
  if (url === null) throw new UsageError('cli/bad-arguments', '--url URL is needed with the digits alone');
  let answer: { error?: unknown; error_description?: unknown };
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(15_000) });
    answer = (await response.json()) as typeof answer;
  } catch (cause) {
    throw new CodedError('ticket/hub-unreachable', 'the hub gave no answer', { cause });
  }
  if (typeof answer.error === 'string')
    throw new CodedError('ticket/refused', `${answer.error}: ${String(answer.error_description ?? '')}`);
  await io.out(`${JSON.stringify(answer)}\n`);
  return EXIT_OK;
}

export const command: Command = {
  help,
  options: { url: { type: 'string' } },
  allowPositionals: true,
  run,
};
