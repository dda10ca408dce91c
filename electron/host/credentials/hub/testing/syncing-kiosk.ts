import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKS, profile } from '../../../../../issuer/hub/testing/test-hub.ts';
import { openVault } from '../../../vault/index.ts';
import { Membership, type SavedMembership, syncLog } from '../index.ts';

/**
 * A kiosk in a process of its own, to be killed: hands its log over again and again.
 * Arguments: its folder, the vault's key in hex. Writes a line whenever it has handed over something.
 */
const [folder, key] = process.argv.slice(2) as [string, string];
const file = join(folder, 'membership.json');
const membership = await Membership.open({
  load: async () => JSON.parse(await readFile(file, 'utf8')) as unknown,
  save: async (value: SavedMembership) => {
    await writeFile(`${file}.next`, JSON.stringify(value), { flush: true });
    await rename(`${file}.next`, file);
  },
});
const vault = openVault({
  directory: join(folder, 'vault'),
  key: new Uint8Array(Buffer.from(key, 'hex')),
  clock: { now: () => Date.now() },
});
const session = { membership, terms: { profile, checks: CHECKS }, now: () => Date.now() };
process.stdout.write(`sent ${await syncLog(session, vault)}\n`);
await vault.close();
