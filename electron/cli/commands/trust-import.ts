import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { CodedError } from '../../contract/errors.ts';
import { addToTrustStore, importTrust, TRUST_STORE_FILE } from '../../host/documents/chip/index.ts';
import { standardListDays } from '../chip/list-days.ts';
import type { Arguments, Command } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { trustRecord } from './trust-record.ts';

const help = `Imports the states' certificates that a passport's chip is verified with.

Usage: proofdesk trust import FILE --root CERT [--root CERT]... [--data DIR]

FILE is a CSCA master list as ICAO, the German BSI or the Netherlands publish it (CMS, DER or PEM), an LDIF file of
such lists from the ICAO PKD, or a single CSCA certificate. CERT is the CSCA certificate that must be behind the
list's signature (DER or PEM): get it another way than the list, and compare its fingerprint.

The list is checked up to that root and kept in DIR/${TRUST_STORE_FILE}; it replaces an older one of the same origin, and is
refused when a newer one is there. Restart the kiosk to use it.

Output, one JSON line for each list that was imported, or refused while others of the file were imported:
  {"outcome": "imported", "kind", "country", "signer", "signedAt", "importedAt", "ageDays", "old", "certificates",
   "countries", "roots", "links", "unsupported", "sha256", "root", "ms"}
    old          older than the standard policy wants (trustListDays): get a newer one
    links        certificates that lead from a state's former key to its next
    unsupported  certificates this program cannot use
  {"outcome": "refused", "sha256", "error": {"code", "message"}}

Options:
  --root CERT  a pinned root; may be given several times
  --data DIR   the kiosk's data folder (default: ~/.local/share/proofdesk)
  -h, --help   This text

Exit codes:
  0  imported
  1  not a list, wrong signature, unknown root, older than what is there; nothing was changed
  2  the command line was not understood
`;

async function open(file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new CodedError('input/file', 'a file cannot be opened', { cause });
  }
}

async function run({ values, positionals }: Arguments, io: CliIo): Promise<number> {
  const [file, ...more] = positionals;
  const roots = Array.isArray(values.root) ? values.root.filter((root) => typeof root === 'string') : [];
  if (!file || more.length > 0)
    throw new UsageError('cli/bad-arguments', 'which file? See proofdesk trust import --help');
  if (roots.length === 0)
    throw new UsageError('cli/bad-arguments', '--root CERT is needed; see proofdesk trust import --help');
  const before = performance.now();
  const now = Date.now();
  const days = standardListDays();
  const imported = importTrust(await open(file), await Promise.all(roots.map(open)), now);
  const ms = Math.round(performance.now() - before);
  const { taken, refused } = await addToTrustStore(
    join(dataFolder(values), TRUST_STORE_FILE),
    imported.lists,
  );
  for (const list of taken) {
    await io.out(`${JSON.stringify({ outcome: 'imported', ...trustRecord(list, now, days), ms })}\n`);
  }
  for (const { digest, error } of [...imported.refused, ...refused]) {
    const { code, message } = error;
    await io.out(`${JSON.stringify({ outcome: 'refused', sha256: digest, error: { code, message } })}\n`);
  }
  return EXIT_OK;
}

export const command: Command = {
  help,
  options: { root: { type: 'string', multiple: true }, data: { type: 'string' } },
  allowPositionals: true,
  run,
};
