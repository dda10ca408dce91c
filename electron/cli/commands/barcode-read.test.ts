import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { main } from '../main.ts';
import { memoryIo } from '../memory-io.fixture.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const licence =
  '@\n\x1e\rANSI 636000080001DL00310082DLDAQT64235789\nDCSERIKSSON\nDACANNA\nDADMARIA\nDBB08121974\nDBA12102027\nDCGUSA\r';
const zone = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';
let folder = '';
const at = (name: string): string => join(folder, name);

async function draw(name: string, content: string, format: 'PDF417' | 'QRCode'): Promise<void> {
  const { image } = await writeBarcode(content, { format, scale: 3 });
  await writeFile(at(name), new Uint8Array(await image!.arrayBuffer()));
}

async function run(...args: string[]) {
  const io = memoryIo();
  const code = await main(['barcode', 'read', ...args], io);
  const out = io.written.out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, out, err: io.written.err };
}

beforeAll(async () => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
  prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(await readFile(file)).buffer } });
  folder = await mkdtemp(join(tmpdir(), 'barcode-read-'));
  await draw('licence.png', licence, 'PDF417');
  await draw('zone.png', zone, 'QRCode');
  await draw('link.png', 'https://example.org', 'QRCode');
  await writeFile(at('text.png'), 'no picture');
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

it('prints what the barcodes of each file say, in order', async () => {
  const { code, out, err } = await run(at('licence.png'), at('zone.png'), at('link.png'), at('text.png'));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatchObject([
    {
      file: at('licence.png'),
      outcome: 'read',
      barcodes: [
        {
          symbology: 'PDF417',
          content: {
            kind: 'aamva',
            version: 8,
            valid: true,
            fields: { documentNumber: 'T64235789', familyName: 'ERIKSSON', givenNames: 'ANNA MARIA' },
            fullDates: { birthDate: { text: '1974-08-12' } },
            elements: { DAQ: 'T64235789' },
          },
        },
      ],
    },
    {
      file: at('zone.png'),
      outcome: 'read',
      barcodes: [{ symbology: 'QRCode', content: { kind: 'mrz-copy', format: 'TD3', valid: true } }],
    },
    { outcome: 'unreadable', reason: 'no-document', barcodes: [{ content: { kind: 'not-document' } }] },
    { outcome: 'unreadable', reason: 'no-picture', barcodes: [] },
  ]);
  for (const line of out) expect(line.ms).toEqual(expect.any(Number));
});

it('goes on after a file it cannot open, and exits 1', async () => {
  const { code, out, err } = await run(at('missing.png'), at('zone.png'));
  expect(code).toBe(1);
  expect(out).toMatchObject([
    { file: at('missing.png'), error: { code: 'input/file' } },
    { file: at('zone.png'), outcome: 'read' },
  ]);
  expect(err).toBe('proofdesk: input/refused: 1 of 2 files could not be opened; the output says which\n');
});

it('asks for files', async () => {
  const { code, err } = await run();
  expect(code).toBe(2);
  expect(err).toMatch(/^proofdesk: cli\/bad-arguments: which files\?/);
});
