import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, openNote, signCheckpoint, verifierKeyOf } from './checkpoint.ts';
import { verifyExport } from './export.ts';
import { openVault } from './open.ts';
import { collect, vaultOptions, withRawDatabase } from './testing/fixture.ts';

const event = (number: number) => ({ type: 'counted', body: { number } });

describe('a signed note', () => {
  // From the documentation of Go's golang.org/x/mod/sumdb/note, which the format comes from.
  const verifierKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const signature =
    'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';
  const note = `${text}\n— PeterNeumann ${signature}\n`;

  it('of another implementation opens', () => {
    expect(openNote(note, verifierKey)).toBe(text);
  });

  it('does not open with a letter changed, without signature, or with another key', () => {
    const other = verifierKeyOf('PeterNeumann', generateKeyPairSync('ed25519').privateKey);
    for (const [changed, key] of [
      [note.replace('answer', 'Answer'), verifierKey],
      [text, verifierKey],
      ['', verifierKey],
      [note.replace('x08go/Z', 'x08go/Y'), verifierKey],
      [note, other],
    ] as const) {
      expect(() => openNote(changed, key)).toThrow(expect.objectContaining({ code: 'vault/tampered' }));
    }
    expect(() => openNote(note, 'no key')).toThrow(expect.objectContaining({ code: 'vault/invalid' }));
  });

  it('that is no checkpoint is told from one', () => {
    expect(() => openCheckpoint(note, verifierKey)).toThrow(
      expect.objectContaining({ code: 'vault/invalid' }),
    );
    const { privateKey } = generateKeyPairSync('ed25519');
    const checkpoint = { origin: 'example.org/log', size: 7, root: new Uint8Array(32).fill(1) };
    const own = signCheckpoint(checkpoint, privateKey);
    expect(openCheckpoint(own, verifierKeyOf('example.org/log', privateKey))).toEqual(checkpoint);
  });
});

describe("the vault's checkpoint", () => {
  it('covers the log, and verifies against any later export', async () => {
    const options = vaultOptions();
    let vault = openVault(options);
    const empty = await vault.checkpoint();
    for (let seq = 0; seq < 5; seq += 1) await vault.append('v1', seq, [event(seq)]);
    const five = await vault.checkpoint();
    expect(five.note.split('\n')[1]).toBe('5');
    await vault.close();

    vault = openVault(options);
    await vault.append('v1', 5, [event(5)]);
    await vault.shred('v1');
    const later = await Promise.all([vault.checkpoint(), vault.checkpoint()]);
    expect(later[0]).toEqual(later[1]);
    expect(later[0].verifierKey).toBe(five.verifierKey);
    const lines = await collect(vault.exportLog());
    for (const checkpoint of [empty, five, ...later]) {
      expect(await verifyExport(lines, { checkpoint })).toEqual({ ok: true, events: 7 });
    }
    await vault.close();
  });

  it('exposes a log that was rewritten or cut short', async () => {
    const vault = openVault(vaultOptions());
    await vault.append('v1', 0, [event(1), event(2)]);
    const short = await collect(vault.exportLog());
    await vault.append('v1', 2, [event(3)]);
    const checkpoint = await vault.checkpoint();
    expect(await verifyExport(short)).toMatchObject({ ok: true });
    expect(await verifyExport(short, { checkpoint })).toMatchObject({ ok: false });

    const other = openVault(vaultOptions());
    await other.append('v1', 0, [event(1), event(2), event(3)]);
    expect(await verifyExport(await collect(other.exportLog()), { checkpoint })).toMatchObject({ ok: false });
    const note = checkpoint.note.replace('\n3\n', '\n2\n');
    await expect(verifyExport(short, { checkpoint: { ...checkpoint, note } })).rejects.toMatchObject({
      code: 'vault/tampered',
    });
    await vault.close();
    await other.close();
  });

  it('is not given for a log that contradicts an earlier one', async () => {
    const options = vaultOptions();
    const vault = openVault(options);
    await vault.append('v1', 0, [event(1), event(2)]);
    const before = await vault.head();
    await vault.append('v1', 2, [event(3)]);
    await vault.checkpoint();
    // A rewriting that keeps the chain itself sound: the last event never happened.
    await withRawDatabase(vault, options, (database) => {
      database.exec('DELETE FROM events WHERE position = 3');
      database.prepare('UPDATE log SET events = ?, hash = ?').run(before.events, before.hash);
    });
    const rewritten = openVault(options);
    expect(await rewritten.verifyChain()).toMatchObject({ ok: true });
    await expect(rewritten.checkpoint()).rejects.toMatchObject({ code: 'vault/tampered' });
    await rewritten.append('v1', 2, [event(4)]);
    await expect(rewritten.checkpoint()).rejects.toMatchObject({ code: 'vault/tampered' });
    await rewritten.close();
  });

  it('goes on from the one before while the vault is open, and finds a log that was cut short meanwhile', async () => {
    const vault = openVault(vaultOptions());
    const notes: { note: string; verifierKey: string }[] = [];
    for (let seq = 0; seq < 4; seq += 1) {
      await vault.append('v1', seq, [event(seq)]);
      notes.push(await vault.checkpoint());
    }
    const lines = await collect(vault.exportLog());
    for (const checkpoint of notes)
      expect(await verifyExport(lines, { checkpoint })).toEqual({ ok: true, events: 4 });
    expect(await collect(vault.exportLog(3))).toEqual([lines[0], lines[4]]);
    expect(await collect(vault.exportLog(4))).toEqual([lines[0]]);
    vault.database.exec('DELETE FROM events WHERE position = 4');
    vault.database.exec('UPDATE log SET events = 3, hash = (SELECT hash FROM events WHERE position = 3)');
    await expect(vault.checkpoint()).rejects.toMatchObject({ code: 'vault/tampered' });
    await expect(vault.checkpoint()).rejects.toMatchObject({ code: 'vault/tampered' });
    await vault.close();
  });
});
