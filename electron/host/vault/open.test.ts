import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openVault, type VaultOptions } from './open.ts';
import { openVaultOrQuarantine } from './quarantine.ts';
import { flipBit, temporaryDirectory, testKey, vaultOptions, withRawDatabase } from './testing/fixture.ts';
import { mountSmall } from './testing/small-disk.ts';

async function vaultWithEvents(options: VaultOptions): Promise<void> {
  const vault = openVault(options);
  await vault.append('v1', 0, [{ type: 'counted', body: 'x'.repeat(20_000) }]);
  await vault.putImage('v1', new Uint8Array(50_000).fill(5), 'image/png');
  await vault.close();
}

/** Starts another process on the directory; resolves with what it says. */
async function otherProcess(directory: string) {
  const program = join(import.meta.dirname, 'testing/holder.ts');
  const child = spawn(process.execPath, [program, directory, Buffer.from(testKey).toString('hex')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    said: said.toString().trim(),
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

describe('openVault', () => {
  it('writes an encrypted file that only this user can read', async () => {
    const options = vaultOptions(join(temporaryDirectory(), 'new', 'vault'));
    await vaultWithEvents(options);
    const file = join(options.directory, 'vault.db');
    expect(readFileSync(file).subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
    if (process.platform === 'win32') return;
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(options.directory).mode & 0o077).toBe(0);
  });

  it('runs with the settings that durability and shredding rest on', async () => {
    const vault = openVault(vaultOptions());
    const pragma = (name: string) => vault.database.pragma(name, { simple: true });
    expect(pragma('cipher')).toBe('sqlcipher');
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('secure_delete')).toBe(1);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('locking_mode')).toBe('exclusive');
    await vault.close();
  });

  it('goes on after a start that was cut short while the database was made', async () => {
    const options = vaultOptions();
    writeFileSync(join(options.directory, 'vault.db.new'), 'half');
    writeFileSync(join(options.directory, 'vault.key-id'), 'of a key that never came to use');
    const { vault, quarantined } = openVaultOrQuarantine(options);
    expect(quarantined).toBeNull();
    await vault.close();
  });

  it('refuses a second vault on the directory, in this process and in another, and moves nothing', async () => {
    const options = vaultOptions();
    const vault = openVault(options);
    await vault.append('v1', 0, [{ type: 'counted', body: 1 }]);
    expect(() => openVaultOrQuarantine(options)).toThrow(expect.objectContaining({ code: 'vault/locked' }));
    const refused = await otherProcess(options.directory);
    expect(refused.said).toBe('vault/locked');
    await refused.stop();
    expect(existsSync(join(options.directory, 'quarantine'))).toBe(false);
    await vault.append('v1', 1, [{ type: 'counted', body: 2 }]);
    await vault.close();

    const holder = await otherProcess(options.directory);
    expect(holder.said).toBe('open');
    expect(() => openVault(options)).toThrow(expect.objectContaining({ code: 'vault/locked' }));
    await holder.stop();
    const again = openVault(options);
    expect(await again.read('v1')).toHaveLength(2);
    await again.close();
  });

  it('says that a directory is read-only', async (context) => {
    const parent = process.getuid?.() === 0 ? mountSmall(context, 4) : temporaryDirectory();
    const options = vaultOptions(typeof parent === 'string' ? parent : parent.directory);
    await vaultWithEvents(options);
    if (typeof parent === 'string') chmodSync(parent, 0o500);
    else parent.remountReadOnly();
    for (const directory of [options.directory, join(options.directory, 'below')]) {
      expect(() => openVaultOrQuarantine({ ...options, directory })).toThrow(
        expect.objectContaining({ code: 'vault/read-only' }),
      );
    }
    if (typeof parent === 'string') chmodSync(parent, 0o700);
  });

  it('leaves the file of a newer version alone', async () => {
    const options = vaultOptions();
    await withRawDatabase(openVault(options), options, (database) => database.pragma('user_version=99'));
    expect(() => openVaultOrQuarantine(options)).toThrow(expect.objectContaining({ code: 'vault/too-new' }));
    expect(existsSync(join(options.directory, 'quarantine'))).toBe(false);
  });

  it('wants 32 bytes of key', () => {
    const options = vaultOptions();
    expect(() => openVault({ ...options, key: new Uint8Array(16) })).toThrow(
      expect.objectContaining({ code: 'vault/invalid' }),
    );
  });
});

describe('openVaultOrQuarantine', () => {
  /** Spoils the files of a closed vault, opens it, and checks that the old files were moved as they were. */
  async function afterSpoiling(
    spoil: (file: string, options: VaultOptions) => void,
    changes: Partial<VaultOptions> = {},
  ) {
    const options = vaultOptions();
    const file = join(options.directory, 'vault.db');
    await vaultWithEvents(options);
    spoil(file, options);
    const spoilt = existsSync(file) ? readFileSync(file) : undefined;
    const { vault, quarantined } = openVaultOrQuarantine({ ...options, ...changes });
    await vault.append('fresh', 0, [{ type: 'counted', body: 1 }]);
    expect((await vault.listVisits()).map(({ visit }) => visit)).toEqual(['fresh']);
    await vault.close();
    expect(basename(quarantined!.movedTo)).toMatch(
      new RegExp(`^2026-01-05T09-00-\\d\\d\\.000Z-${quarantined!.reason}$`),
    );
    if (spoilt) expect(readFileSync(join(quarantined!.movedTo, 'vault.db')).equals(spoilt)).toBe(true);
    return { ...quarantined!, options };
  }

  it('moves a file that is no database', async () => {
    const { reason } = await afterSpoiling((file) =>
      writeFileSync(file, 'hello, this is a text file. '.repeat(400)),
    );
    expect(reason).toBe('unreadable');
  });

  it.each([0, 7])('moves a file of %i bytes', async (length) => {
    const { reason } = await afterSpoiling((file) => writeFileSync(file, new Uint8Array(length)));
    expect(reason).toBe('unreadable');
  });

  it('moves a plain SQLite file instead of going on without encryption', async () => {
    const { reason } = await afterSpoiling((file) => {
      rmSync(file);
      new Database(file).exec('CREATE TABLE visits (visit TEXT)').close();
    });
    expect(reason).toBe('unencrypted');
  });

  it('moves a vault made with another key, which opens again where it was moved', async () => {
    const { reason, movedTo, options } = await afterSpoiling(() => {}, { key: new Uint8Array(32).fill(1) });
    expect(reason).toBe('wrong-key');
    const old = openVault({ ...options, directory: movedTo });
    expect(await old.read('v1')).toHaveLength(1);
    await old.close();
  });

  it('calls it unreadable when the key is wrong and nothing says which it was', async () => {
    const { reason } = await afterSpoiling((_, { directory }) => rmSync(join(directory, 'vault.key-id')), {
      key: new Uint8Array(32).fill(1),
    });
    expect(reason).toBe('unreadable');
  });

  it('moves what is left when the database is missing but its log is there', async () => {
    const { reason, movedTo } = await afterSpoiling((file) => {
      rmSync(file);
      writeFileSync(`${file}-wal`, 'frames');
    });
    expect(reason).toBe('incomplete');
    expect(readFileSync(join(movedTo, 'vault.db-wal'), 'utf8')).toBe('frames');
  });

  it('moves a file cut in half', async () => {
    const { reason } = await afterSpoiling((file) => {
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length / 8192) * 4096));
    });
    expect(reason).toBe('corrupt');
  });

  it('notices one flipped bit in every page', async () => {
    const options = vaultOptions();
    await vaultWithEvents(options);
    const file = join(options.directory, 'vault.db');
    const pages = statSync(file).size / 4096;
    expect(pages).toBeGreaterThan(20);
    for (let page = 0; page < pages; page += 1) {
      const directory = join(options.directory, `copy-${page}`);
      mkdirSync(directory);
      for (const name of ['vault.db', 'vault.key-id']) {
        copyFileSync(join(options.directory, name), join(directory, name));
      }
      flipBit(join(directory, 'vault.db'), page * 4096 + ((page * 997) % 4096));
      const { vault, quarantined } = openVaultOrQuarantine({ ...options, directory });
      expect(quarantined?.reason, `page ${page}`).toBe(page === 0 ? 'unreadable' : 'corrupt');
      await vault.close();
      rmSync(directory, { recursive: true });
    }
  });

  it('keeps two quarantines of the same moment apart', async () => {
    const options = { ...vaultOptions(), clock: { now: () => Date.UTC(2026, 0, 5) } };
    const places = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      await openVault(options).close();
      writeFileSync(join(options.directory, 'vault.db'), `spoilt in round ${round}`.padEnd(100));
      const { vault, quarantined } = openVaultOrQuarantine(options);
      places.add(quarantined!.movedTo);
      await vault.close();
    }
    expect([...places].map((place) => basename(place))).toEqual([
      '2026-01-05T00-00-00.000Z-unreadable',
      '2026-01-05T00-00-00.000Z-unreadable-2',
      '2026-01-05T00-00-00.000Z-unreadable-3',
    ]);
  });
});
