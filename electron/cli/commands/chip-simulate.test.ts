import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ChipError,
  canKey,
  importTrust,
  type ResettableChip,
  readChip,
  TrustAnchors,
  verifyChip,
} from '../../host/documents/chip/index.ts';
import { main } from '../main.ts';
import { memoryIo } from '../memory-io.fixture.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chip-simulate-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The reader's side of vpcd: two octets of length before every message, one command at a time. */
function overSocket(socket: Socket): ResettableChip {
  let waiting = Buffer.alloc(0);
  let answered: ((answer: Uint8Array) => void) | null = null;
  let failed: ((error: Error) => void) | null = null;
  socket.once('close', () => failed?.(new ChipError('chip/gone', 'the card left')));
  socket.on('data', (data) => {
    waiting = Buffer.concat([waiting, data]);
    if (waiting.length < 2 || waiting.length < 2 + waiting.readUInt16BE(0)) return;
    const answer = Uint8Array.from(waiting.subarray(2, 2 + waiting.readUInt16BE(0)));
    waiting = waiting.subarray(2 + answer.length);
    answered?.(answer);
  });
  const send = (message: Uint8Array) =>
    socket.write(Buffer.concat([Uint8Array.of(message.length >> 8, message.length & 0xff), message]));
  return {
    atr: null,
    transmit: (command) =>
      new Promise((resolve, reject) => {
        answered = resolve;
        failed = reject;
        send(command);
      }),
    async reset() {
      send(Uint8Array.of(2));
    },
  };
}

/** Runs the command against a reader of our own, and `work` while the passport lies there. */
async function simulate(args: readonly string[], work: (chip: ResettableChip) => Promise<void>) {
  const server = createServer();
  const connected = new Promise<Socket>((resolve) => server.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const io = memoryIo();
  const ended = main(['chip', 'simulate', '--port', String(port), ...args], io);
  const socket = await connected;
  socket.on('error', () => {});
  await work(overSocket(socket));
  socket.destroy();
  const code = await ended;
  server.close();
  return { code, out: JSON.parse(io.written.out) as Record<string, unknown>, err: io.written.err };
}

async function checksOf(chip: ResettableChip, csca: string) {
  const reading = await readChip({ chip, key: canKey('123456') });
  const root = new Uint8Array(await readFile(csca));
  const anchors = new TrustAnchors(importTrust(root, [root], Date.now()).lists);
  const { checks } = verifyChip({ reading, anchors, printedZone: null, now: Date.now() });
  return checks.map(({ check, outcome, reason }) => `${check}: ${outcome} ${reason}`);
}

describe('chip simulate', () => {
  it('lays a specimen’s passport that passes, with its state’s certificate beside it', async () => {
    const csca = join(folder, 'csca.cer');
    const { code, out, err } = await simulate(['--csca', csca], async (chip) => {
      expect(await checksOf(chip, csca)).toEqual([
        'chip-access: passed pace',
        'passive-authentication: passed genuine',
        'chip-authentication: passed original',
        'mrz-chip-match: not-checked no-printed-zone',
      ]);
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchObject({ laid: true, can: '123456', defect: 'none', csca });
  });

  it.each([
    ['cloned-chip', 'chip-authentication: failed '],
    ['changed-portrait', 'passive-authentication: failed hash-differs'],
  ])('lays one with a defect: %s', async (defect, failure) => {
    const csca = join(folder, `${defect}.cer`);
    await simulate(['--defect', defect, '--csca', csca], async (chip) => {
      expect((await checksOf(chip, csca)).some((line) => line.startsWith(failure))).toBe(true);
    });
  });

  it('lays what a file describes', async () => {
    const file = join(folder, 'passport.json');
    const mrz = [
      'P<UTODOE<<JANE<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<',
      'X000000018UTO8001014F3001019<<<<<<<<<<<<<<04',
    ];
    const fields = { mrz, access: 'pace-cam', issued: '2023-05-01', can: '123456', proofs: true };
    await writeFile(file, JSON.stringify(fields));
    const { out } = await simulate(['--passport', file], async (chip) => {
      const reading = await readChip({ chip, key: canKey('123456') });
      expect(reading.access).toMatchObject({ protocol: 'PACE', mapping: 'CAM' });
    });
    expect(out.mrz).toEqual(mrz);
  });

  it.each([
    ['{', 'is no JSON'],
    ['[]', 'is no JSON object'],
    ['{"colour": 1}', 'unknown field'],
    ['{"can": "12"}', 'can in the passport file'],
    ['{"mrz": ["lower"]}', 'mrz in the passport file'],
    ['{"access": "open"}', 'access in the passport file'],
    ['{"portrait": "missing.jpg"}', 'the portrait cannot be opened'],
  ])('refuses %s', async (text, why) => {
    const file = join(folder, 'bad.json');
    await writeFile(file, text);
    const io = memoryIo();
    expect(await main(['chip', 'simulate', '--passport', file], io)).toBe(1);
    expect(io.written.err).toMatch(/^proofdesk: chip\/passport-file: /);
    expect(io.written.err).toContain(why);
  });

  it('says when nothing listens, and what it does not know', async () => {
    const io = memoryIo();
    expect(await main(['chip', 'simulate', '--port', '1'], io)).toBe(1);
    expect(io.written.err).toMatch(/^proofdesk: chip\/no-virtual-reader: /);
    expect(await main(['chip', 'simulate', '--defect', 'charm'], memoryIo())).toBe(2);
    expect(await main(['chip', 'simulate', '--port', 'x'], memoryIo())).toBe(2);
  });
});
