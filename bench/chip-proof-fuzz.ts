// Damaged security objects, master lists, trust files and portraits against everything that judges them: never a word of
// trust for what was changed, nothing but typed errors. The slowest case and the memory kept are printed. Damage is done to octets, and to the
// structure with all lengths put right again, which gets much further.
// npm run bench -- chip-proof-fuzz [--long]: a hundred thousand cases, or a million.
import { performance } from 'node:perf_hooks';
import { CodedError } from '../electron/contract/index.ts';
import {
  writeDg1,
  writeDg2,
  writeDg12,
  writeEfCom,
  writeLdif,
  writeSod,
} from '../electron/host/documents/chip/issuing/index.ts';
import { authenticatePassively } from '../electron/host/documents/chip/passive-authentication/index.ts';
import { createPortraitDecoder, inspectImage } from '../electron/host/documents/chip/portrait/index.ts';
import { readSod } from '../electron/host/documents/chip/sod/index.ts';
import * as pictures from '../electron/host/documents/chip/testing/pictures.ts';
import {
  anchorsOf,
  FACE,
  ISSUED,
  MRZ,
  masterList,
  NOW,
  utopia,
} from '../electron/host/documents/chip/testing/utopia.ts';
import { readTlvs, type Tlv, writeTlv } from '../electron/host/documents/chip/tlv/index.ts';
import {
  decodeTrustStore,
  encodeTrustStore,
  importTrust,
} from '../electron/host/documents/chip/trust/index.ts';

const long = process.argv.includes('--long');
const cases = long ? 1_000_000 : 100_000;

let state = 20_261_124;
/** A whole number from 0 to below `limit`, the same run after run. */
function random(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

function damageOctets(seed: Uint8Array): Uint8Array {
  let bytes = Uint8Array.from(seed);
  for (let change = 1 + random(3); change > 0 && bytes.length > 0; change -= 1) {
    const at = random(bytes.length);
    switch (random(8)) {
      case 0:
        bytes = bytes.slice(0, at);
        break;
      case 1:
        bytes.copyWithin(at, random(bytes.length), random(bytes.length));
        break;
      case 2:
        bytes[at] = random(256);
        break;
      default:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    }
  }
  return bytes;
}

function nodesOf(bytes: Uint8Array): Tlv[] {
  try {
    return readTlvs(bytes);
  } catch (error) {
    if (error instanceof CodedError) return [];
    throw error;
  }
}

function damagedNode(node: Tlv): Uint8Array[] {
  const { tag, value, encoded } = node;
  switch (random(6)) {
    case 0:
      return [];
    case 1:
      return [encoded, encoded];
    case 2:
      return [writeTlv(random(256), value)];
    case 3:
      return [writeTlv(tag, value.subarray(0, random(value.length + 1)))];
    case 4:
      return [writeTlv(tag, ...Array.from({ length: random(40) }, () => value.subarray(0, 400)))];
    default:
      return [writeTlv(tag, damageOctets(value))];
  }
}

/** One object somewhere inside is changed, and every length around it put right. */
function damageStructure(bytes: Uint8Array, depth = 0): Uint8Array {
  const nodes = nodesOf(bytes);
  if (nodes.length === 0) return damageOctets(bytes);
  const chosen = random(nodes.length);
  const parts = nodes.flatMap((node, index) => {
    if (index !== chosen) return [node.encoded];
    const inner = node.tag === 0x04 || node.constructed;
    if (inner && depth < 14 && random(8) !== 0)
      return [writeTlv(node.tag, damageStructure(node.value, depth + 1))];
    return damagedNode(node);
  });
  return Uint8Array.from(Buffer.concat(parts));
}

const damaged = (seed: Uint8Array): Uint8Array =>
  random(3) === 0 ? damageOctets(seed) : damageStructure(seed);

const country = await utopia();
const other = await utopia({ country: 'NL', key: { rsaBits: 2048 }, explicitParameters: true });
const anchors = anchorsOf(country, [other.csca.certificate]);
const dg1 = writeDg1(MRZ);
const files = new Map([
  [1, dg1],
  [2, writeDg2({ image: FACE, format: 'jpeg', width: 300, height: 400 })],
  [12, writeDg12('Ministry of Specimens', '20220601')],
]);
const sod = writeSod({ signer: country.signer, files, signingTime: ISSUED });
const rsaSod = writeSod({ signer: other.signer, files, version: 1 });
const com = writeEfCom([1, 2, 12]);
const list = masterList(country, [other.csca.certificate]);
const root = country.csca.certificate;
const ldif = new TextEncoder().encode(writeLdif([{ country: 'UT', list }]));
const store = encodeTrustStore(importTrust(list, [root], NOW).lists);
const signed = Buffer.from(readSod(sod).signedData.content).toString('hex');

/** Passive authentication that passes must have passed for what was signed, under the key that signed it. */
function judge(bytes: Uint8Array): string {
  const {
    summary,
    sod: read,
    authority,
  } = authenticatePassively({ sod: bytes, files, com, anchors, now: NOW });
  if (summary.outcome !== 'passed') return `${summary.outcome} ${summary.reason}`;
  const content = Buffer.from(read?.signedData.content ?? []).toString('hex');
  if (content !== signed || !authority) throw new Error('trusted what nobody signed');
  return 'passed';
}

/** A list that is trusted holds what was signed. */
function judgeList(bytes: Uint8Array): string {
  const { lists } = importTrust(bytes, [root], NOW);
  const held = lists[0]?.certificates.map((one) => Buffer.from(one).toString('hex')).sort();
  const expected = [root, other.csca.certificate].map((one) => Buffer.from(one).toString('hex')).sort();
  if (held?.join() !== expected.join()) throw new Error('trusted certificates that nobody listed');
  return 'imported';
}

interface Target {
  readonly name: string;
  readonly weight: number;
  readonly seeds: readonly Uint8Array[];
  readonly damage: (seed: Uint8Array) => Uint8Array;
  readonly run: (bytes: Uint8Array) => string;
}

const done = (): string => 'read';
const targets: readonly Target[] = [
  { name: 'passive authentication', weight: 2, seeds: [sod, rsaSod], damage: damaged, run: judge },
  { name: 'master lists', weight: 2, seeds: [list], damage: damaged, run: judgeList },
  { name: 'LDIF', weight: 1, seeds: [ldif], damage: damageOctets, run: judgeList },
  {
    name: 'trust store',
    weight: 2,
    seeds: [store],
    damage: damageOctets,
    run: (bytes) => `${decodeTrustStore(bytes).length} lists`,
  },
  {
    name: 'files under a good signature',
    weight: 1,
    seeds: [dg1],
    damage: damaged,
    run(bytes) {
      const input = { sod, files: new Map(files).set(1, bytes), com: bytes, anchors, now: NOW };
      const { outcome, reason } = authenticatePassively(input).summary;
      if (outcome === 'passed' && Buffer.compare(bytes, dg1) !== 0) throw new Error('trusted a changed file');
      return `${outcome} ${reason}`;
    },
  },
  {
    name: 'image headers',
    weight: 20,
    seeds: Object.values(pictures),
    damage: damageOctets,
    run(bytes) {
      inspectImage(bytes);
      return done();
    },
  },
];

function codeOf(error: unknown, target: string, bytes: Uint8Array): string {
  if (error instanceof CodedError) return error.code;
  console.error(`${target} failed for ${Buffer.from(bytes).toString('hex').slice(0, 20_000)}`);
  throw error;
}

/** Milliseconds of processor time: other programs on the machine do not count. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function fuzz({ name, seeds, damage, run, weight }: Target, share: number): void {
  const runs = Math.round((cases * weight) / share);
  const outcomes: Record<string, number> = {};
  let slowest = 0;
  const began = cpu();
  for (let n = 0; n < runs; n += 1) {
    const bytes = damage(seeds[random(seeds.length)] ?? new Uint8Array());
    const before = cpu();
    let outcome: string;
    try {
      outcome = run(bytes);
    } catch (error) {
      outcome = codeOf(error, name, bytes);
    }
    slowest = Math.max(slowest, cpu() - before);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  const micros = Math.round(((cpu() - began) * 1000) / Math.max(1, runs));
  console.log(
    JSON.stringify({ name, runs, 'µs a case': micros, 'slowest ms': Math.round(slowest), ...outcomes }),
  );
}

/** Decoders of pictures are others' work and may hang: their thread is stopped, and the next picture is decoded. */
async function fuzzPortraits(runs: number): Promise<void> {
  const decoder = createPortraitDecoder({ patience: 2000 });
  const seeds = Object.values(pictures);
  const outcomes: Record<string, number> = {};
  let slowest = 0;
  for (let n = 0; n < runs; n += 1) {
    const bytes = damageOctets(seeds[random(seeds.length)] ?? new Uint8Array());
    const before = performance.now();
    let outcome: string;
    try {
      outcome = (await decoder.decode(bytes)).decoder ?? 'passed on';
    } catch (error) {
      outcome =
        error instanceof CodedError ? `${error.code} (${error.message})` : codeOf(error, 'portraits', bytes);
    }
    slowest = Math.max(slowest, performance.now() - before);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  await decoder.stop();
  console.log(JSON.stringify({ name: 'portraits', runs, 'slowest ms': Math.round(slowest), ...outcomes }));
}

const heapBefore = process.memoryUsage().heapUsed;
const share = targets.reduce((sum, { weight }) => sum + weight, 0);
for (const target of targets) fuzz(target, share);
await fuzzPortraits(cases / 100);
globalThis.gc?.();
const kept = Math.round((process.memoryUsage().heapUsed - heapBefore) / 1024 / 1024);
console.log(JSON.stringify({ 'MB kept': kept }));
