import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Authority,
  appointListSigner,
  type ChipFault,
  type DocumentDefect,
  FaultyChip,
  foundAuthority,
  inProcessReader,
  issueDefective,
  VirtualChip,
  type VirtualPassport,
  writeMasterList,
} from '../../host/documents/chip/index.ts';
import type { ChipReaders, ReaderLine } from '../chip/readers.ts';
import type { Command } from '../command.ts';
import { main } from '../main.ts';
import { memoryIo } from '../memory-io.fixture.ts';
import { chipRead } from './chip-read.ts';
import { chipReaders } from './chip-readers.ts';

const DAY = 86_400_000;
const NOW = Date.now();
const ZONE = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];
/** A JPEG's start and frame header, 300 by 400 pixels. */
const IMAGE = Uint8Array.from([
  0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 1, 0x90, 1, 0x2c, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xd9,
]);

let authority: Authority;
let folder = '';
beforeAll(async () => {
  authority = await foundAuthority({ country: 'UT', now: NOW - 1000 * DAY });
  folder = await mkdtemp(join(tmpdir(), 'chip-read-'));
  await writeFile(join(folder, 'csca.cer'), authority.certificate);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function passport(defect: DocumentDefect = 'none'): Promise<VirtualPassport> {
  const image = new Uint8Array([...IMAGE, ...new Uint8Array(8000).fill(7)]);
  const portrait = { image, format: 'jpeg' as const, width: 300, height: 400 };
  const request = { mrz: ZONE, portrait, signature: image, issuedAt: NOW - 300 * DAY, can: '123456' };
  return issueDefective(authority, request, defect);
}

/** One reader with a document on it, or none. */
function readersWith(document: VirtualPassport | null, fault: ChipFault = 'none'): ChipReaders {
  const laid = document && inProcessReader(new FaultyChip(new VirtualChip(document.personality), fault, 0));
  const line: ReaderLine = { name: 'Virtual reader 00 00', card: document ? 'present' : 'none' };
  return {
    running: true,
    trouble: null,
    list: async () => [line],
    onChange: () => () => {},
    async connect(reader) {
      if (!laid) throw new Error('nothing to connect to');
      laid.putBack();
      return { ...laid, reader, close: async () => {} };
    },
    close: async () => {},
  };
}

async function run(readers: ChipReaders, ...args: string[]) {
  const io = memoryIo();
  const entry = (word: string, command: Command) => ({
    path: ['chip', word] as const,
    summary: '',
    load: async () => command,
  });
  const commands = [
    entry(
      'read',
      chipRead(async () => readers),
    ),
    entry(
      'readers',
      chipReaders(async () => readers),
    ),
  ];
  const code = await main(['chip', ...args], io, { commands, groups: {} });
  const lines = (text: string) => text.split('\n').slice(0, -1);
  return {
    code,
    out: lines(io.written.out).map((line) => JSON.parse(line) as Record<string, unknown>),
    err: lines(io.written.err),
  };
}

const trusted = () => ['--trust', join(folder, 'csca.cer'), '--data', folder];
function verdicts([report]: readonly Record<string, unknown>[]): Record<string, string> {
  const checks = (report?.checks ?? []) as { check: string; outcome: string; reason: string }[];
  return Object.fromEntries(checks.map(({ check, outcome, reason }) => [check, `${outcome} ${reason}`]));
}

describe('chip read', () => {
  it('reads and verifies, with progress on standard error', async () => {
    const { code, out, err } = await run(
      readersWith(await passport()),
      'read',
      '--mrz',
      ZONE.join(' '),
      ...trusted(),
    );
    expect(code).toBe(0);
    expect(verdicts(out)).toEqual({
      'chip-access': 'passed pace',
      'passive-authentication': 'passed genuine',
      'chip-authentication': expect.stringMatching(/^(passed original|not-checked not-offered)$/),
      'mrz-chip-match': 'passed zones-equal',
    });
    expect(out[0]).toMatchObject({
      reader: 'Virtual reader 00 00',
      outcome: 'read',
      document: {
        dg1: { lines: ZONE },
        portrait: { mediaType: 'image/jpeg', width: 300, height: 400, source: 'jpeg' },
        signature: { mediaType: 'image/jpeg', width: 300, height: 400, source: 'jpeg' },
      },
    });
    expect(JSON.parse(err[0] ?? '')).toMatchObject({ stage: 'opening' });
  });

  it('opens with the card access number, and then has no printed zone', async () => {
    const { code, out } = await run(readersWith(await passport()), 'read', '--can', '123456', ...trusted());
    expect(code).toBe(0);
    expect(verdicts(out)['mrz-chip-match']).toBe('not-checked no-printed-zone');
  });

  it('says that nothing is trusted where no list was imported', async () => {
    const data = join(folder, 'empty');
    const { code, out } = await run(
      readersWith(await passport()),
      'read',
      '--mrz',
      ZONE.join(';'),
      '--data',
      data,
    );
    expect(code).toBe(0);
    expect(verdicts(out)['passive-authentication']).toBe('not-checked no-trust-list');
  });

  it.each<[DocumentDefect, string]>([
    ['changed-portrait', 'failed hash-differs'],
    ['unknown-state', 'failed csca-unknown'],
  ])('exits 1 for %s', async (defect, verdict) => {
    const { code, out } = await run(
      readersWith(await passport(defect)),
      'read',
      '--mrz',
      ZONE.join(' '),
      ...trusted(),
    );
    expect(code).toBe(1);
    expect(verdicts(out)['passive-authentication']).toBe(verdict);
  });

  it('takes lists under their roots and certificates as they are, together', async () => {
    const other = await foundAuthority({ country: 'XX', now: NOW - 1000 * DAY });
    const { certificate, notBefore, notAfter } = other;
    const signer = await appointListSigner(other, { notBefore, notAfter });
    const list = writeMasterList({ signer, chain: [], certificates: [certificate], signedAt: NOW - DAY });
    await writeFile(join(folder, 'other.ml'), list);
    await writeFile(join(folder, 'other.cer'), certificate);
    const read = ['read', '--mrz', ZONE.join(' '), '--trust', join(folder, 'other.ml')];
    const readers = readersWith(await passport());
    const both = await run(readers, ...read, ...trusted(), '--root', join(folder, 'other.cer'));
    expect(both.code).toBe(0);
    expect(verdicts(both.out)['passive-authentication']).toBe('passed genuine');
    const rootless = await run(readers, ...read, ...trusted());
    expect(rootless).toMatchObject({ code: 2, out: [] });
  });

  it('keeps what it read', async () => {
    const out = join(folder, 'kept');
    await run(readersWith(await passport()), 'read', '--mrz', ZONE.join(' '), ...trusted(), '--out', out);
    const names = await readdir(out);
    expect(names).toEqual(
      expect.arrayContaining([
        'EF_SOD.bin',
        'EF_DG1.bin',
        'EF_DG7.bin',
        'portrait.jpg',
        'signature.jpg',
        'report.json',
      ]),
    );
    expect((await readFile(join(out, 'EF_DG1.bin')))[0]).toBe(0x61);
    expect(JSON.parse(await readFile(join(out, 'report.json'), 'utf8'))).toMatchObject({ outcome: 'read' });
  });

  it.each([
    [['--mrz', ZONE.join(' ').replace('740812', '740811').replace('7408112', '7408115')], 'chip/wrong-key'],
    [['--can', '654321'], 'chip/wrong-key'],
    [['--can', '12'], 'chip/key-format'],
    [['--mrz', 'rubbish'], 'chip/key-format'],
  ])('%j: %s', async (args, error) => {
    const { code, out, err } = await run(readersWith(await passport()), 'read', ...args, ...trusted());
    expect([code, out]).toEqual([1, []]);
    expect(err.at(-1)).toMatch(new RegExp(`^proofdesk: ${error}: `));
  });

  it('goes on when the document is moved and put back', async () => {
    const { code, err } = await run(
      readersWith(await passport(), 'torn-off'),
      'read',
      '--can',
      '123456',
      ...trusted(),
    );
    expect(code).toBe(0);
    expect(err.map((line) => (JSON.parse(line) as { stage: string }).stage)).toContain('moved');
  });

  it('asks for a key, and waits for a document only so long', async () => {
    const empty = readersWith(null);
    expect(await run(empty, 'read')).toMatchObject({ code: 2 });
    expect(await run(empty, 'read', '--can', '123456', '--mrz', 'x')).toMatchObject({ code: 2 });
    expect(await run(empty, 'read', '--can', '123456', '--wait', 'long')).toMatchObject({ code: 2 });
    const waited = await run(empty, 'read', '--can', '123456', '--wait', '0', '--data', folder);
    expect(waited.err).toEqual(['proofdesk: chip/no-document: no document on a reader in time']);
    const dead = await run(
      { ...empty, running: false, trouble: new Error('PC/SC: NoService') },
      'read',
      '--can',
      '123456',
      '--wait',
      '0',
      '--data',
      folder,
    );
    expect(dead.err[0]).toBe(
      'proofdesk: chip/no-service: the smart card service does not answer (PC/SC: NoService)',
    );
  });
});

describe('chip readers', () => {
  it('lists readers', async () => {
    const { code, out } = await run(readersWith(await passport()), 'readers', '--wait', '0');
    expect([code, out]).toEqual([0, [{ name: 'Virtual reader 00 00', card: 'present' }]]);
  });

  it('says when there is no service', async () => {
    const { code, out, err } = await run({ ...readersWith(null), running: false }, 'readers', '--wait', '0');
    expect([code, out]).toEqual([1, []]);
    expect(err).toEqual(['proofdesk: chip/no-service: the smart card service does not answer']);
  });
});
