import { join } from 'node:path';
import { readTrustStore, TRUST_STORE_FILE } from '../../host/documents/chip/index.ts';
import { standardListDays } from '../chip/list-days.ts';
import type { Arguments, Command } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { trustRecord } from './trust-record.ts';

const help = `Lists the master lists that passports' chips are verified with.

Usage: proofdesk trust list [--data DIR]

Prints one JSON line each: {"kind", "country", "signer", "signedAt", "importedAt", "ageDays", "old", "certificates",
"countries", "roots", "links", "unsupported", "sha256", "root"}; see proofdesk trust import --help.
No line means that there is none: the chain of a passport's signature is then not checked.

Options:
  --data DIR  the kiosk's data folder (default: ~/.local/share/proofdesk)
  -h, --help  This text

Exit codes:
  0  it could look, whatever it found
  1  the file is damaged or cannot be read
  2  the command line was not understood
`;

async function run({ values }: Arguments, io: CliIo): Promise<number> {
  const now = Date.now();
  const days = standardListDays();
  for (const list of await readTrustStore(join(dataFolder(values), TRUST_STORE_FILE))) {
    await io.out(`${JSON.stringify(trustRecord(list, now, days))}\n`);
  }
  return EXIT_OK;
}

export const command: Command = { help, options: { data: { type: 'string' } }, run };
