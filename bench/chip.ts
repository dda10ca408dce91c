import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Authority,
  appointDocumentSigner,
  createPortraitDecoder,
  FaultyChip,
  foundAuthority,
  importTrust,
  inProcessReader,
  type PassportRequest,
  personalise,
  readChip,
  TrustAnchors,
  type TrustList,
  VirtualChip,
  type VirtualPassport,
  verifyChip,
} from '../electron/host/documents/chip/index.ts';
import { quantile } from './lib/stats.ts';
import type { Suite } from './lib/suite.ts';
import { ms, type Table } from './lib/table.ts';

const readings = 30;
/** The compiler's. */
const warming = 6;
const imports = 9;
const day = 86_400_000;
const issued = Date.UTC(2024, 3, 1);
const now = Date.UTC(2026, 8, 1);
const portraitLength = 15_000;

const mrz = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];

/** Kinds of chips, by what their states chose. */
const chips: Record<string, Partial<PassportRequest>> = {
  'BAC, no proof against copies': { pace: [], chipAuthentication: null },
  'PACE-GM brainpoolP256r1, AES-128': {},
  'PACE-GM, chip authentication P-256': {
    chipAuthentication: { ciphers: ['AES-128'], parameters: 'secp256r1' },
  },
  'PACE-CAM brainpoolP256r1': {
    pace: [{ agreement: 'ECDH', mapping: 'CAM', cipher: 'AES-128', parameterId: 13 }],
    chipAuthentication: { ciphers: ['AES-128'], parameters: 'brainpoolP256r1' },
  },
  'PACE-GM brainpoolP384r1, AES-256': {
    pace: [{ agreement: 'ECDH', mapping: 'GM', cipher: 'AES-256', parameterId: 16 }],
  },
};

const folder = process.env.PROOFDESK_TESTDATA ?? join(import.meta.dirname, '../../shared/testdata');
const lists = {
  'German master list': ['masterlists/DE_ML_2026-05-28-08-28-45.ml', 'masterlists/DE_ROOT_CA_CSCA07.cer'],
  'Dutch master list': ['masterlists/NL_ML_2026-07-22.ml', 'masterlists/NL_ROOT_CA.cer'],
} as const;

/** A file that is not part of this checkout, or null. */
function other(file: string): Uint8Array | null {
  const path = join(folder, file);
  return existsSync(path) ? new Uint8Array(readFileSync(path)) : null;
}

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

interface Figures {
  reading: number;
  judging: number;
  chip: number;
  commands: number;
  octets: number;
}

/** Milliseconds of processor time; the virtual chip's own are taken out and told apart. */
async function readOnce(document: VirtualPassport, anchors: TrustAnchors): Promise<Figures> {
  const reader = inProcessReader(new FaultyChip(new VirtualChip(document.personality), 'none', 0));
  let chip = 0;
  const timed = {
    ...reader,
    async transmit(command: Uint8Array) {
      const before = cpu();
      const answer = await reader.transmit(command);
      chip += cpu() - before;
      return answer;
    },
  };
  const [key] = document.keys;
  if (!key) throw new Error('a passport without a key');
  const start = cpu();
  const reading = await readChip({ chip: timed, key });
  const read = cpu();
  const { checks } = verifyChip({ reading, anchors, printedZone: mrz, now });
  const judged = cpu();
  const bad = checks.filter(({ outcome, reason }) => outcome !== 'passed' && reason !== 'not-offered');
  if (bad[0]) throw new Error(`${bad[0].check} ${bad[0].outcome}: ${bad[0].reason}`);
  const { commands, sent, received } = reading.figures;
  return { reading: read - start - chip, judging: judged - read, chip, commands, octets: sent + received };
}

function tableOfReadings(rows: string[][], german: boolean, failures: string[]): Table {
  return {
    title: `Reading and proving a chip, portrait of ${portraitLength / 1000} kB (${readings} readings each)`,
    columns: [
      'host CPU, ms',
      'p50',
      'p95',
      'reading',
      'judging',
      'commands',
      'kB on the wire',
      's at 424 kbit/s',
    ],
    rows,
    notes: [
      'Processor time of this process without the virtual chip’s own. Judging is passive authentication',
      german
        ? 'against the German master list and the specimen’s state.'
        : 'against the specimen’s state alone: no master list is there.',
      'The last column is computed: ten bits an octet and nothing for the chip’s own work.',
    ],
    failures,
  };
}

async function measureReadings(authority: Authority, anchors: TrustAnchors, german: boolean): Promise<Table> {
  const signer = await appointDocumentSigner(authority, {
    notBefore: issued - 30 * day,
    notAfter: issued + 3650 * day,
  });
  const image = new Uint8Array(portraitLength).map((_, at) => (at * 31) & 0xff);
  const portrait = { image, format: 'jpeg' as const, width: 413, height: 531 };
  const rows: string[][] = [];
  const failures: string[] = [];
  for (const [name, request] of Object.entries(chips)) {
    const document = await personalise({ mrz, portrait, signer, issuedAt: issued, ...request });
    const all: Figures[] = [];
    for (let run = 0; run < readings + warming; run += 1) {
      const figures = await readOnce(document, anchors);
      if (run >= warming) all.push(figures);
    }
    const of = (pick: (figures: Figures) => number, share = 0.5) => quantile(all.map(pick), share);
    const total = ({ reading, judging }: Figures) => reading + judging;
    if (of(total) > 150) failures.push(`${name}: ${ms(of(total))} ms, more than 150`);
    const octets = of(({ octets }) => octets);
    rows.push([
      name,
      ms(of(total)),
      ms(of(total, 0.95)),
      ms(of(({ reading }) => reading)),
      ms(of(({ judging }) => judging)),
      String(of(({ commands }) => commands)),
      (octets / 1000).toFixed(1),
      ((octets * 10) / 424_000).toFixed(2),
    ]);
  }
  return tableOfReadings(rows, german, failures);
}

function measureImports(): Table {
  const rows: string[][] = [];
  const failures: string[] = [];
  let both = 0;
  for (const [name, [file, root]] of Object.entries(lists)) {
    const [bytes, pinned] = [other(file), other(root)];
    if (!bytes || !pinned) continue;
    const times: number[] = [];
    let size = 0;
    for (let run = 0; run < imports; run += 1) {
      const before = performance.now();
      const imported = importTrust(bytes, [pinned], now);
      const anchors = new TrustAnchors(imported.lists);
      times.push(performance.now() - before);
      size = anchors.size;
    }
    const [first = 0] = times;
    both += first;
    rows.push([name, String(size), ms(first), ms(quantile(times, 0.5)), (bytes.length / 1e6).toFixed(2)]);
  }
  if (both > 1500) failures.push(`both lists took ${ms(both)} ms, more than 1500`);
  return {
    title: 'Importing master lists, up to a pinned root',
    columns: ['ms', 'certificates', 'first', 'p50', 'MB'],
    rows,
    notes: rows.length === 0 ? ['The lists are not part of this checkout.'] : [],
    failures,
  };
}

async function measurePortrait(): Promise<Table[]> {
  const image = other('chip/iso39794/ICAO_39794_5_AP_DG2_Face.jpg');
  if (!image) return [];
  const decoder = createPortraitDecoder();
  const times: number[] = [];
  for (let run = 0; run < readings; run += 1) {
    const before = performance.now();
    await decoder.decode(image);
    times.push(performance.now() - before);
  }
  await decoder.stop();
  const [first = 0, ...rest] = times;
  return [
    {
      title: 'Decoding a portrait, JPEG 2000 of 413 × 531 pixels to PNG',
      columns: ['ms', 'first', 'p50', 'p95'],
      rows: [['in its thread', ms(first), ms(quantile(rest, 0.5)), ms(quantile(rest, 0.95))]],
    },
  ];
}

/** What a passport's chip costs the host. */
export const run: Suite = async () => {
  const imported = measureImports();
  const authority = await foundAuthority({ country: 'UT', now: issued - 700 * day });
  const trusted: TrustList[] = [...importTrust(authority.certificate, [authority.certificate], now).lists];
  const [file, root] = lists['German master list'].map(other);
  if (file && root) trusted.push(...importTrust(file, [root], now).lists);
  const table = await measureReadings(authority, new TrustAnchors(trusted), trusted.length > 1);
  return [table, imported, ...(await measurePortrait())];
};
