import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ShreddedError } from './errors.ts';
import { openVault, type VaultOptions } from './open.ts';
import { decryptedBytes, vaultOptions } from './testing/fixture.ts';
import type { Vault } from './types.ts';

const marker = 'ZAŻÓŁĆ-MARKER-4711';
const image = Buffer.from(`JPEG ${marker}`.repeat(600));

async function visitWithMarker(vault: Vault, visit: string): Promise<string> {
  await vault.append(visit, 0, [{ type: 'details-given', body: { name: marker } }]);
  const ref = await vault.putImage(visit, image, 'image/jpeg');
  await vault.append(visit, 1, [{ type: 'document-read', body: { name: marker, portrait: ref } }]);
  return ref;
}

const storedKey = (vault: Vault, visit: string) =>
  Buffer.from(
    vault.database.prepare('SELECT key FROM visit_keys WHERE visit = ?').pluck().get(visit) as Buffer,
  );
const storedImage = (vault: Vault, visit: string) =>
  Buffer.from(
    vault.database.prepare('SELECT sealed FROM images WHERE visit = ?').pluck().get(visit) as Buffer,
  );

function rawBytes({ directory }: VaultOptions): Buffer {
  return Buffer.concat(readdirSync(directory).map((name) => readFileSync(join(directory, name))));
}

it('writes no plaintext to any file, nor into the rows of the decrypted database', async () => {
  const options = vaultOptions();
  const vault = openVault(options);
  await visitWithMarker(vault, 'v1');
  for (const bytes of [rawBytes(options), decryptedBytes(options)]) {
    expect(bytes.includes(marker)).toBe(false);
    expect(bytes.includes(Buffer.from(marker).toString('base64url').slice(0, 16))).toBe(false);
  }
  expect(rawBytes(options).includes('details-given')).toBe(false);
  // The search can find something: types are in the clear inside the decrypted file.
  expect(decryptedBytes(options).includes('details-given')).toBe(true);
  await vault.close();
});

it('leaves neither key nor image in the decrypted file, its free pages or its write-ahead log', async () => {
  const options = vaultOptions();
  const vault = openVault(options);
  await visitWithMarker(vault, 'v1');
  await visitWithMarker(vault, 'v2');
  const key = storedKey(vault, 'v1');
  const piece = storedImage(vault, 'v1').subarray(5000, 5032);
  expect(decryptedBytes(options).includes(key)).toBe(true);
  expect(decryptedBytes(options).includes(piece)).toBe(true);

  await vault.shred('v1');
  expect(decryptedBytes(options).includes(key)).toBe(false);
  expect(decryptedBytes(options).includes(piece)).toBe(false);
  expect(decryptedBytes(options).includes(storedKey(vault, 'v2'))).toBe(true);
  expect(readFileSync(join(options.directory, 'vault.db-wal')).byteLength).toBe(0);
  await vault.close();
});

it('answers with metadata only, while other visits and the chain are whole', async () => {
  const options = vaultOptions();
  let vault = openVault(options);
  const ref = await visitWithMarker(vault, 'v1');
  const kept = await visitWithMarker(vault, 'v2');
  const before = await vault.readMetadata('v1');
  await vault.closeVisit('v1', 'finished');
  await vault.shred('v1');
  await vault.shred('v1');

  for (const round of ['at once', 'after a restart']) {
    const error = await vault.read('v1').catch((thrown: unknown) => thrown);
    expect(error, round).toBeInstanceOf(ShreddedError);
    expect(error).toMatchObject({ code: 'vault/shredded', events: before });
    expect(await vault.readMetadata('v1')).toEqual(before);
    await expect(vault.getImage('v1', ref)).rejects.toMatchObject({ code: 'vault/shredded' });
    expect((await vault.getImage('v2', kept)).bytes).toEqual(new Uint8Array(image));
    expect(await vault.verifyChain()).toEqual({ ok: true, events: 6 });
    await vault.close();
    vault = openVault(options);
  }
  expect((await vault.listVisits()).map(({ visit, shreddedAt }) => [visit, shreddedAt !== null])).toEqual([
    ['v1', true],
    ['v2', false],
  ]);
  await vault.close();
});

it('takes no more events for a shredded visit, even one that was not closed', async () => {
  const vault = openVault(vaultOptions());
  await visitWithMarker(vault, 'v1');
  const late = vault.append('v1', 2, [{ type: 'late', body: 1 }]);
  const shredding = vault.shred('v1');
  await late;
  await shredding;
  await expect(vault.append('v1', 3, [{ type: 'later', body: 1 }])).rejects.toMatchObject({
    code: 'vault/shredded',
  });
  await expect(vault.putImage('v1', image, 'image/jpeg')).rejects.toMatchObject({ code: 'vault/shredded' });
  expect(await vault.openVisits()).toEqual([]);
  await vault.close();
});
