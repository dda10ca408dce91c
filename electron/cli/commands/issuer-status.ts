import type { Arguments, Command } from '../command.ts';
import { EXIT_FAILED, EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { ENVIRONMENT_HELP, needed, PLACE_HELP, placeOptions } from '../issuer/options.ts';
import { withHub } from '../issuer/with-hub.ts';

const help = `Says where an offer stands, and the status of its credentials.

Usage: proofdesk issuer status --data DIR --offer ID

Output, one JSON line:
  {"offer_id", "state", "at", "expires", "tries_left", "credentials"}
    state        created, retrieved, code-asked, code-wrong, token, deferred, issued, accepted; or how it ended: expired,
                 locked, refused, cancelled. Null when it is forgotten, which ended offers are after a day
    credentials  valid, suspended or revoked, for each copy

Options:
${PLACE_HELP}
  --offer ID          as issuer offer gave it
  -h, --help          This text

${ENVIRONMENT_HELP}

Exit codes:
  0  there is such an offer, or there are credentials of it
  1  there is neither
  2  the command line was not understood
`;

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  const offerId = needed(values, 'offer', 'ID');
  const found = await withHub(values, async ({ issuer }) => ({
    offer: await issuer.status(offerId).catch(() => null),
    credentials: await issuer.credentialStatus(offerId),
  }));
  const { offer, credentials } = found;
  const answer = {
    offer_id: offerId,
    state: offer?.state ?? null,
    at: offer === null ? null : new Date(offer.at).toISOString(),
    expires: offer === null ? null : new Date(offer.expiresAt).toISOString(),
    tries_left: offer?.triesLeft ?? null,
    credentials,
  };
  await io.out(`${JSON.stringify(answer)}\n`);
  return offer === null && credentials.length === 0 ? EXIT_FAILED : EXIT_OK;
}

export const command: Command = { help, options: { ...placeOptions, offer: { type: 'string' } }, run };
