import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyExport } from './export.ts';
import { openVault } from './open.ts';
import { collect, vaultOptions, withRawDatabase } from './testing/fixture.ts';
import type { Vault } from './types.ts';

async function filled(vault: Vault): Promise<Vault> {
  for (let seq = 0; seq < 4; seq += 1) {
    await vault.append('v1', seq, [{ type: 'counted', body: { seq } }]);
    await vault.append('v2', seq, [{ type: 'counted', body: { seq } }]);
  }
  return vault;
}

/** Runs statements on the closed database, then says what the vault makes of its chain. */
async function afterTampering(...statements: string[]) {
  const options = vaultOptions();
  await withRawDatabase(await filled(openVault(options)), options, (database) => {
    database.pragma('foreign_keys=OFF');
    for (const sql of statements) {
      if (database.prepare(sql).run().changes === 0) throw new Error(`changed nothing: ${sql}`);
    }
  });
  const vault = openVault(options);
  const report = await vault.verifyChain();
  await vault.close();
  return report;
}

describe('verifyChain', () => {
  it.each([
    ['a moved row', 'UPDATE events SET position = 100 WHERE position = 5', 5],
    ['a row in front', 'UPDATE events SET position = -3 WHERE position = 5', 1],
    ['a visit', "UPDATE events SET visit = 'v3' WHERE position = 5", 5],
    ['a sequence number', 'UPDATE events SET seq = 99 WHERE position = 5', 5],
    ['a time', "UPDATE events SET at = replace(at, '2026', '2025') WHERE position = 5", 5],
    ['a type', "UPDATE events SET type = 'Counted' WHERE position = 5", 5],
    ['a body', "UPDATE events SET body = body || 'A' WHERE position = 5", 5],
    ['a link', 'UPDATE events SET prevHash = hash WHERE position = 5', 5],
    ['a hash', 'UPDATE events SET hash = prevHash WHERE position = 5', 5],
    ['a missing row', 'DELETE FROM events WHERE position = 5', 5],
    ['a missing first row', 'DELETE FROM events WHERE position = 1', 1],
    ['a missing end', 'DELETE FROM events WHERE position > 6', 7],
    ["another log's name", "UPDATE log SET log = 'other'", 1],
    ['a wrong count', 'UPDATE log SET events = 6', 7],
  ])('finds %s', async (_, sql, firstBad) => {
    expect(await afterTampering(sql)).toMatchObject({ ok: false, firstBad });
  });

  it('finds two rows that changed places', async () => {
    const report = await afterTampering(
      'UPDATE events SET position = -1 WHERE position = 3',
      'UPDATE events SET position = 3 WHERE position = 4',
      'UPDATE events SET position = 4 WHERE position = -1',
    );
    expect(report).toMatchObject({ ok: false, events: 2, firstBad: 3 });
  });

  it('finds any byte changed in any column of any row', async () => {
    const options = vaultOptions();
    const vault = await filled(openVault(options));
    const [header, ...rows] = await collect(vault.exportLog());
    await vault.close();
    expect(await verifyExport([header!, ...rows])).toEqual({ ok: true, events: 8 });
    const column = fc.constantFrom('position', 'visit', 'seq', 'at', 'type', 'body', 'prevHash', 'hash');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(7),
        column,
        fc.nat(),
        fc.integer({ min: 1, max: 127 }),
        async (at, name, place, mask) => {
          const row = JSON.parse(rows[at]!);
          const text = Buffer.from(String(row[name]));
          text[place % text.length]! ^= mask;
          const changed = text.toString('latin1');
          row[name] = typeof row[name] === 'number' ? Number(changed) : changed;
          // '+1' and '1' are the same number: nothing was changed then.
          fc.pre(JSON.stringify(row) !== rows[at]);
          const report = await verifyExport([header!, ...rows.with(at, JSON.stringify(row))]);
          expect(report).toMatchObject({ ok: false, firstBad: at + 1 });
        },
      ),
      { numRuns: 400 },
    );
  });

  it('finds with an anchor what a rewritten log hides', async () => {
    const vault = await filled(openVault(vaultOptions()));
    const anchor = await vault.head();
    await vault.append('v1', 4, [{ type: 'counted', body: {} }]);
    expect(await vault.verifyChain(anchor)).toEqual({ ok: true, events: 9 });

    const younger = openVault(vaultOptions());
    await younger.append('v1', 0, [{ type: 'counted', body: {} }]);
    expect(await younger.verifyChain()).toEqual({ ok: true, events: 1 });
    expect(await younger.verifyChain(anchor)).toMatchObject({ ok: false, firstBad: 2 });
    const forged = await filled(openVault(vaultOptions()));
    expect(await forged.verifyChain(anchor)).toMatchObject({ ok: false, firstBad: 8 });
    for (const each of [vault, younger, forged]) await each.close();
  });

  it('is not disturbed by appends that arrive meanwhile, nor is the export', async () => {
    const vault = openVault(vaultOptions());
    await vault.append(
      'v1',
      0,
      Array.from({ length: 1200 }, () => ({ type: 'counted', body: 0 })),
    );
    const verifying = vault.verifyChain();
    const exporting = collect(vault.exportLog());
    for (let seq = 1200; seq < 1220; seq += 1)
      await vault.append('v1', seq, [{ type: 'counted', body: seq }]);
    expect(await verifying).toMatchObject({ ok: true });
    expect(await verifyExport(await exporting)).toMatchObject({ ok: true });
    expect(await vault.verifyChain()).toEqual({ ok: true, events: 1220 });
    await vault.close();
  });

  it('tells apart what is no export', async () => {
    await expect(verifyExport([])).rejects.toMatchObject({ code: 'vault/invalid' });
    await expect(verifyExport(['{}'])).rejects.toMatchObject({ code: 'vault/invalid' });
    await expect(verifyExport(['no'])).rejects.toMatchObject({ code: 'vault/invalid' });
  });
});

describe('a body', () => {
  it('does not open in another place, even when the chain is forged to fit', async () => {
    const options = vaultOptions();
    await withRawDatabase(await filled(openVault(options)), options, (database) => {
      const bodyOf = database.prepare('SELECT body FROM events WHERE position = ?').pluck();
      database.prepare('UPDATE events SET body = ? WHERE position = 3').run(bodyOf.get(1));
    });
    const vault = openVault(options);
    await expect(vault.read('v1')).rejects.toMatchObject({ code: 'vault/tampered' });
    expect(await vault.read('v2')).toHaveLength(4);
    await vault.close();
  });
});
