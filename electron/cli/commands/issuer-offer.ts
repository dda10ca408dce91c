import { randomUUID } from 'node:crypto';
import type { HubOptions } from '../../../issuer/hub/index.ts';
import type { Arguments, Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { coded } from '../issuer/coded.ts';
import {
  attestersOf,
  ENVIRONMENT_HELP,
  needed,
  PLACE_HELP,
  placeOptions,
  readJsonObject,
  text,
  whole,
} from '../issuer/options.ts';
import { withHub } from '../issuer/with-hub.ts';

const help = `Makes a credential offer at an issuer or hub that is running on the same folder or database.

Usage: proofdesk issuer offer --data DIR --claims FILE [--format F] [--tx-code] [--by-value]

Output, one JSON line:
  {"offer_uri", "tx_code", "expires", "offer_id"}
    offer_uri  what the QR code is to say
    tx_code    what the wallet will ask for; give it another way than the QR code. Null without --tx-code
    expires    ISO 8601, UTC
    offer_id   for issuer status and issuer revoke

Options:
${PLACE_HELP}
  --claims FILE       JSON object: the claims of the credential profile
  --format F          dc+sd-jwt, jwt_vc_json or mso_mdoc (default: the profile's first)
  --credential ID     one credential configuration by its name
  --tx-code           with a transaction code of six digits
  --by-value          the whole offer in the link, in place of an address to fetch it from
  --haip              for wallets with attestations (URL/haip); needs --attester
  --attester FILE     as issuer serve or hub serve has it
  --minutes N         how long it lives (default: 5)
  --ref TEXT          your own reference, never personal data (default: a random one)
  -h, --help          This text

${ENVIRONMENT_HELP}

Exit codes:
  0  made
  1  not made; one line on standard error says why
  2  the command line was not understood
`;

function configurationOf(values: Arguments['values'], profiles: HubOptions['profiles']): string {
  const all = profiles.flatMap(({ configurations }) => configurations);
  const id = text(values, 'credential');
  const format = text(values, 'format');
  const found = all.find(
    (one) => (id === undefined || one.id === id) && (format === undefined || one.format === format),
  );
  if (found === undefined)
    throw new UsageError(
      'cli/bad-arguments',
      `no such credential; there are ${all.map((one) => one.id).join(', ')}`,
    );
  return found.id;
}

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  const claims = await readJsonObject(needed(values, 'claims', 'FILE'), 'claims');
  const minutes = whole(values, 'minutes', 1, 1440);
  const attestersPem = await attestersOf(values);
  const haip = values.haip === true;
  if (haip && attestersPem.length === 0)
    throw new UsageError(
      'cli/bad-arguments',
      '--haip needs --attester FILE, as the issuer that is running has it',
    );
  const made = await withHub(
    values,
    (hub, profiles) =>
      coded(
        hub.issuer.createOffer({
          claims,
          configurationId: configurationOf(values, profiles),
          txCode: values['tx-code'] === true,
          subjectRef: text(values, 'ref') ?? randomUUID(),
          origin: 'command-line',
          ...(haip ? { variant: 'haip' as const } : {}),
          ...(minutes === undefined ? {} : { ttlSeconds: minutes * 60 }),
        }),
      ),
    haip ? { haip: { attestersPem } } : {},
  );
  const answer = {
    offer_uri: values['by-value'] === true ? made.byValueUri : made.offerUri,
    tx_code: made.txCode ?? null,
    expires: new Date(made.expiresAt).toISOString(),
    offer_id: made.offerId,
  };
  await io.out(`${JSON.stringify(answer)}\n`);
  return EXIT_OK;
}

export const command: Command = {
  help,
  options: {
    ...placeOptions,
    claims: { type: 'string' },
    format: { type: 'string' },
    credential: { type: 'string' },
    'tx-code': { type: 'boolean' },
    'by-value': { type: 'boolean' },
    haip: { type: 'boolean' },
    attester: { type: 'string', multiple: true },
    minutes: { type: 'string' },
    ref: { type: 'string' },
  },
  run,
};
