import { describe, expect, it } from 'vitest';
import { openVault } from './open.ts';
import { vaultOptions } from './testing/fixture.ts';

const event = (number: number) => ({ type: 'counted', body: { number } });

describe('the event log', () => {
  it('gives back what was appended, in order', async () => {
    const vault = openVault(vaultOptions());
    const body = { name: 'ÅSA 中文 \u{1f4d8}', list: [1, null, { deep: true }] };
    const stored = await vault.append('v1', 0, [{ type: 'visit.started', body }, event(2)]);
    expect(stored.map(({ position, seq, type }) => [position, seq, type])).toEqual([
      [1, 1, 'visit.started'],
      [2, 2, 'counted'],
    ]);
    expect(stored[0]!.body).toEqual(body);
    expect(await vault.read('v1')).toEqual(stored);
    await vault.close();
  });

  it('refuses an append that expects other events, and stores nothing of it', async () => {
    const vault = openVault(vaultOptions());
    await vault.append('v1', 0, [event(1)]);
    for (const expected of [0, 2, 7]) {
      await expect(vault.append('v1', expected, [event(9)])).rejects.toMatchObject({
        code: 'vault/conflict',
      });
    }
    await expect(vault.append('new', 3, [event(9)])).rejects.toMatchObject({ code: 'vault/conflict' });
    expect((await vault.listVisits()).map(({ visit, events }) => [visit, events])).toEqual([['v1', 1]]);
    expect(await vault.verifyChain()).toEqual({ ok: true, events: 1 });
    await vault.close();
  });

  it('lets exactly one of many win the same place', async () => {
    const vault = openVault(vaultOptions());
    const rivals = await Promise.allSettled(
      Array.from({ length: 40 }, (_, number) => vault.append('v1', 0, [event(number)])),
    );
    expect(rivals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await vault.read('v1')).toHaveLength(1);
    await vault.close();
  });

  it('keeps one chain over many visits appended at once', async () => {
    const vault = openVault(vaultOptions());
    const visits = Array.from({ length: 20 }, (_, index) => `visit-${index}`);
    await Promise.all(
      visits.map(async (visit) => {
        for (let seq = 0; seq < 10; seq += 1) await vault.append(visit, seq, [event(seq)]);
      }),
    );
    expect(await vault.verifyChain()).toEqual({ ok: true, events: 200 });
    for (const visit of visits) {
      expect((await vault.read(visit)).map(({ body }) => body)).toEqual(
        Array.from({ length: 10 }, (_, number) => ({ number })),
      );
    }
    await vault.close();
  });

  it('takes the body as it was when append was called', async () => {
    const vault = openVault(vaultOptions());
    const body = { name: 'before' };
    const pending = vault.append('v1', 0, [{ type: 'named', body }]);
    body.name = 'after';
    await pending;
    expect((await vault.read('v1'))[0]!.body).toEqual({ name: 'before' });
    await vault.close();
  });

  it.each([
    ['a visit id with a space', 'Anna Nowak', 0, [event(1)]],
    ["the vault's own stream", 'vault', 0, [event(1)]],
    ['no events', 'v1', 0, []],
    ['a negative sequence number', 'v1', -1, [event(1)]],
    ['an undefined body', 'v1', 0, [{ type: 'a', body: undefined }]],
    ['a cyclic body', 'v1', 0, [{ type: 'a', body: cyclic() }]],
    ['a type with a line end', 'v1', 0, [{ type: 'a\n', body: 1 }]],
  ])('refuses %s without quoting it', async (_, visit, expectedSeq, events) => {
    const vault = openVault(vaultOptions());
    const error = await vault.append(visit, expectedSeq, events).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'vault/invalid' });
    expect(error.message).not.toContain('Nowak');
    await vault.close();
  });
});

function cyclic(): unknown {
  const knot: { self?: unknown } = {};
  knot.self = knot;
  return knot;
}

describe('visits', () => {
  it('goes on after a restart where it was', async () => {
    const options = vaultOptions();
    const first = openVault(options);
    await first.append('v1', 0, [event(1), event(2)]);
    const before = await first.read('v1');
    const ref = await first.putImage('v1', new Uint8Array([1, 2, 3]), 'image/png');
    await first.close();

    const second = openVault(options);
    expect(await second.read('v1')).toEqual(before);
    expect((await second.getImage('v1', ref)).bytes).toEqual(new Uint8Array([1, 2, 3]));
    const [third] = await second.append('v1', 2, [event(3)]);
    expect(third!.prevHash).toBe(before[1]!.hash);
    expect(await second.verifyChain()).toEqual({ ok: true, events: 3 });
    await second.close();
  });

  it('lists open visits oldest first until they are closed', async () => {
    const vault = openVault(vaultOptions());
    for (const visit of ['b', 'a', 'c']) await vault.append(visit, 0, [event(1)]);
    await vault.closeVisit('a', 'finished');
    await vault.closeVisit('a', 'again');
    expect((await vault.openVisits()).map(({ visit }) => visit)).toEqual(['b', 'c']);
    const closed = (await vault.listVisits()).find(({ visit }) => visit === 'a');
    expect(closed).toMatchObject({ closeReason: 'finished', shreddedAt: null, events: 1 });
    await expect(vault.append('a', 1, [event(2)])).rejects.toMatchObject({ code: 'vault/visit-closed' });
    await expect(vault.putImage('a', new Uint8Array(1), 'image/png')).rejects.toMatchObject({
      code: 'vault/visit-closed',
    });
    await expect(vault.closeVisit('b', 'because Anna left')).rejects.toMatchObject({ code: 'vault/invalid' });
    expect(await vault.read('a')).toHaveLength(1);
    expect(await vault.verifyChain()).toMatchObject({ ok: true });
    await vault.close();
  });

  it('knows no visit that was never begun', async () => {
    const vault = openVault(vaultOptions());
    for (const asked of [
      vault.read('ghost'),
      vault.readMetadata('ghost'),
      vault.closeVisit('ghost', 'x'),
      vault.shred('ghost'),
      vault.putImage('ghost', new Uint8Array(1), 'image/png'),
      vault.getImage('ghost', 'image-x'),
    ]) {
      await expect(asked).rejects.toMatchObject({ code: 'vault/unknown-visit' });
    }
    await vault.close();
  });

  it('answers nothing once it is closed, but finishes what was asked before', async () => {
    const vault = openVault(vaultOptions());
    const pending = vault.append('v1', 0, [event(1)]);
    const closing = vault.close();
    expect(await pending).toHaveLength(1);
    await closing;
    await vault.close();
    await expect(vault.read('v1')).rejects.toMatchObject({ code: 'vault/not-open' });
    await expect(vault.append('v1', 1, [event(2)])).rejects.toMatchObject({ code: 'vault/not-open' });
  });
});

describe('images and secrets', () => {
  it('names equal bytes equally within a visit, and differently across visits', async () => {
    const vault = openVault(vaultOptions());
    await vault.append('v1', 0, [event(1)]);
    await vault.append('v2', 0, [event(1)]);
    const bytes = crypto.getRandomValues(new Uint8Array(40_000));
    const ref = await vault.putImage('v1', bytes, 'image/jpeg');
    expect(await vault.putImage('v1', bytes, 'image/jpeg')).toBe(ref);
    expect(await vault.putImage('v2', bytes, 'image/jpeg')).not.toBe(ref);
    expect(await vault.getImage('v1', ref)).toEqual({ mediaType: 'image/jpeg', bytes });
    await expect(vault.getImage('v2', ref)).rejects.toMatchObject({ code: 'vault/unknown-image' });
    await vault.close();
  });

  it('keeps secrets and the tables of other rooms', async () => {
    const options = vaultOptions();
    const first = openVault(options);
    await first.setSecret('issuer/signing', new Uint8Array([1]));
    await first.setSecret('issuer/signing', new Uint8Array([2, 3]));
    first.database.exec('CREATE TABLE issuer_offers (id TEXT PRIMARY KEY) STRICT');
    first.database.prepare('INSERT INTO issuer_offers VALUES (?)').run('offer-1');
    await first.close();

    const second = openVault(options);
    expect(await second.getSecret('issuer/signing')).toEqual(new Uint8Array([2, 3]));
    expect(second.database.prepare('SELECT id FROM issuer_offers').pluck().all()).toEqual(['offer-1']);
    await second.deleteSecret('issuer/signing');
    expect(await second.getSecret('issuer/signing')).toBeUndefined();
    await second.close();
  });

  it('does not swallow a transaction another room left open', async () => {
    const vault = openVault(vaultOptions());
    vault.database.exec('CREATE TABLE issuer_offers (id TEXT)');
    vault.database.exec("BEGIN; INSERT INTO issuer_offers VALUES ('x')");
    await expect(vault.append('v1', 0, [event(1)])).rejects.toMatchObject({ code: 'vault/io' });
    vault.database.exec('COMMIT');
    expect(await vault.append('v1', 0, [event(1)])).toHaveLength(1);
    expect(vault.database.prepare('SELECT count(*) FROM issuer_offers').pluck().get()).toBe(1);
    await vault.close();
  });
});
