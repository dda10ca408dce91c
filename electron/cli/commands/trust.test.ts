import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Authority,
  appointListSigner,
  foundAuthority,
  writeLdif,
  writeMasterList,
} from '../../host/documents/chip/index.ts';
import { main } from '../main.ts';
import { memoryIo } from '../memory-io.fixture.ts';

const DAY = 86_400_000;
const now = Date.now();
let folder = '';
const at = (name: string): string => join(folder, name);

async function run(...words: string[]) {
  const io = memoryIo();
  const code = await main(['trust', ...words], io);
  const out = io.written.out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, out, err: io.written.err };
}

async function list(name: string, authority: Authority, signedAt: number): Promise<void> {
  const signer = await appointListSigner(authority, {
    notBefore: now - 900 * DAY,
    notAfter: now + 900 * DAY,
  });
  const { certificate } = authority;
  await writeFile(at(name), writeMasterList({ signer, chain: [], certificates: [certificate], signedAt }));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-cli-'));
  const authority = await foundAuthority({ country: 'UT', now: now - 1000 * DAY });
  await writeFile(at('root.cer'), authority.certificate);
  await list('new.ml', authority, now - 10 * DAY);
  await list('old.ml', authority, now - 200 * DAY);
  await writeFile(at('other.cer'), (await foundAuthority({ country: 'UT', now })).certificate);
  await writeFile(at('text.txt'), 'no list');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('trust', () => {
  it('imports a list and lists it', async () => {
    const data = at('data');
    expect(await run('list', '--data', data)).toEqual({ code: 0, out: [], err: '' });
    const imported = await run('import', at('old.ml'), '--root', at('root.cer'), '--data', data);
    const record = {
      kind: 'master-list',
      country: 'UT',
      ageDays: 200,
      old: true,
      certificates: 1,
      countries: 1,
      roots: 1,
      links: 0,
      unsupported: 0,
    };
    expect(imported).toMatchObject({ code: 0, out: [{ outcome: 'imported', ...record }], err: '' });
    expect(await run('list', '--data', data)).toMatchObject({ code: 0, out: [record] });
  });

  it('replaces an older list, and refuses to go back', async () => {
    const data = at('data-2');
    const root = ['--root', at('root.cer'), '--data', data];
    await run('import', at('old.ml'), ...root);
    expect(await run('import', at('new.ml'), ...root)).toMatchObject({
      code: 0,
      out: [{ ageDays: 10, old: false }],
    });
    const back = await run('import', at('old.ml'), ...root);
    expect(back).toMatchObject({
      code: 1,
      out: [],
      err: expect.stringMatching(/^proofdesk: trust\/older: /),
    });
    expect((await run('list', '--data', data)).out).toMatchObject([{ ageDays: 10 }]);
  });

  it('takes of an LDIF file those lists that are no step back, and tells of the others', async () => {
    const data = at('data-4');
    const root = ['--root', at('root.cer'), '--data', data];
    await run('import', at('new.ml'), ...root);
    const entry = async (country: string, name: string) => ({
      country,
      list: new Uint8Array(await readFile(at(name))),
    });
    const stranger = await foundAuthority({ country: 'XX', now: now - 1000 * DAY });
    await list('stranger.ml', stranger, now - 5 * DAY);
    await writeFile(at('stranger.cer'), stranger.certificate);
    await writeFile(
      at('all.ldif'),
      writeLdif([await entry('UT', 'old.ml'), await entry('XX', 'stranger.ml')]),
    );
    const answer = await run('import', at('all.ldif'), ...root, '--root', at('stranger.cer'));
    expect(answer).toMatchObject({
      code: 0,
      out: [
        { outcome: 'imported', country: 'XX' },
        { outcome: 'refused', error: { code: 'trust/older' } },
      ],
    });
    expect((await run('list', '--data', data)).out).toMatchObject([
      { country: 'UT', ageDays: 10 },
      { country: 'XX' },
    ]);
  });

  it.each([
    ['new.ml', 'other.cer', 'trust/unknown-root'],
    ['text.txt', 'root.cer', 'trust/not-a-list'],
    ['new.ml', 'text.txt', 'trust/not-a-root'],
    ['missing.ml', 'root.cer', 'input/file'],
  ])('says why %s under %s is not imported', async (file, root, code) => {
    const data = at('data-3');
    const answer = await run('import', at(file), '--root', at(root), '--data', data);
    expect(answer).toMatchObject({ code: 1, out: [] });
    expect(answer.err.startsWith(`proofdesk: ${code}: `)).toBe(true);
    expect((await run('list', '--data', data)).out).toEqual([]);
  });

  it('asks for a file and a root', async () => {
    expect((await run('import', at('new.ml'))).err).toMatch(/^proofdesk: cli\/bad-arguments: --root/);
    expect(await run('import', '--root', at('root.cer'))).toMatchObject({ code: 2, out: [] });
  });

  it('does not touch a damaged store', async () => {
    const data = await mkdtemp(join(folder, 'damaged-'));
    await writeFile(join(data, 'trust-store.json'), '{');
    expect((await run('list', '--data', data)).err).toMatch(/^proofdesk: trust\/store-damaged: /);
    const answer = await run('import', at('new.ml'), '--root', at('root.cer'), '--data', data);
    expect(answer).toMatchObject({ code: 1, err: expect.stringMatching(/store-damaged/) });
  });
});
