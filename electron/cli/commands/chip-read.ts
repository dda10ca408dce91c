import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CodedError } from '../../contract/errors.ts';
import {
  type AccessKey,
  ChipError,
  ChipMemory,
  chipErrorOf,
  chipOverDevice,
  createPortraitDecoder,
  readChip,
  verifyChip,
} from '../../host/documents/chip/index.ts';
import { keyFrom } from '../chip/access-key.ts';
import { type ChipReaders, type HeldCard, noService, pcscReaders, waitForReader } from '../chip/readers.ts';
import { chipReport, filesToKeep, picturesOf } from '../chip/report.ts';
import { trustedBy } from '../chip/trusted.ts';
import type { Arguments, Command, OptionValues } from '../command.ts';
import { UsageError } from '../errors.ts';
import { EXIT_FAILED, EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';

const help = `Read an electronic passport and verify it, without the network.

Usage: proofdesk chip read (--mrz LINES | --can N) [--reader NAME] [--trust FILE]... [--root CERT]... [--out DIR]

Waits for a document on a contactless reader (PC/SC), opens its chip with the key from the machine readable zone or
with the card access number, reads every file but fingerprints and irises, and verifies them: the state's signature,
its chain up to a certificate the station trusts, every hash, and that the chip is no copy.

Output, one JSON object:
  {"outcome": "read", "checks", "steps", "files", "unreadable", "document", "figures"}
    checks    chip-access, passive-authentication, chip-authentication, mrz-chip-match: each with
              "outcome" (passed, failed, not-checked), "reason" and "facts"
    steps     what those are summed up from, each on its own
    files     octets of each data group
    document  what DG1, DG11 and DG12 say, and the size of the portrait and of the holder's signature (DG7)
    figures   commands, octets and milliseconds
Progress goes to standard error, one JSON line each: {"stage", "done", "total"}, or {"stage": "moved"} when the document
was moved: put it back, and reading goes on where it was.

Options:
  --mrz LINES    the zone's lines, divided by blanks, semicolons or line ends; - reads them from standard input
  --can N        the card access number, six digits
  --reader NAME  part of the reader's name (default: the first with a document)
  --wait S       seconds to wait for a document (default 30)
  --trust FILE   a master list or CSCA certificate to trust in place of the kiosk's; may be given several times
  --root CERT    the pinned root of the lists in --trust; a single certificate is its own
  --data DIR     the kiosk's data folder, where trust import keeps its lists (default: ~/.local/share/proofdesk)
  --out DIR      keep the files as the chip gave them, portrait, signature and report.json there: personal data
  -h, --help     This text

Exit codes:
  0  read, and no check failed
  1  not read, or a check failed
  2  the command line was not understood
`;

function seconds(values: OptionValues): number {
  const wait = Number(values.wait);
  if (!Number.isFinite(wait) || wait < 0 || wait > 3600) {
    throw new UsageError('cli/bad-arguments', '--wait takes seconds, up to 3600');
  }
  return wait;
}

async function keep(folder: string, files: ReadonlyMap<string, Uint8Array>, report: unknown): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const mode = { mode: 0o600 };
  for (const [name, octets] of files) await writeFile(join(folder, name), octets, mode);
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`, mode);
}

const MOST_ATTEMPTS = 5;

interface Wish {
  readonly name: string | null;
  /** Milliseconds. */
  readonly wait: number;
  readonly key: AccessKey;
  readonly progress: (state: object) => void;
}

/** Reads the document that lies there, and goes on where it was when it is moved and put back. */
async function readPatiently(readers: ChipReaders, { name, wait, key, progress }: Wish) {
  const memory = new ChipMemory();
  for (let attempt = 1; ; attempt += 1) {
    const found = await waitForReader(readers, name, wait);
    if (!found) {
      throw readers.running
        ? new CodedError('chip/no-document', 'no document on a reader in time')
        : noService(readers);
    }
    let card: HeldCard | undefined;
    try {
      card = await readers.connect(found.name);
      const reading = await readChip({ chip: chipOverDevice(card), key, memory, progress });
      return { reader: found.name, reading };
    } catch (error) {
      const cause = error instanceof ChipError ? error : chipErrorOf(error);
      if (cause.code !== 'chip/gone' || attempt === MOST_ATTEMPTS) throw cause;
      progress({ stage: 'moved' });
    } finally {
      await card?.close();
    }
  }
}

async function readOn(readers: ChipReaders, { values }: Arguments, io: CliIo): Promise<number> {
  const { key, zone } = await keyFrom(values, io, 'chip read');
  const wait = seconds(values) * 1000;
  const now = Date.now();
  const anchors = await trustedBy(values, now);
  const name = typeof values.reader === 'string' ? values.reader : null;
  const progress = (state: object) => void io.err(`${JSON.stringify(state)}\n`);
  const { reader, reading } = await readPatiently(readers, { name, wait, key, progress });
  const verification = verifyChip({ reading, anchors, printedZone: zone, now });
  const decoder = createPortraitDecoder();
  try {
    const pictures = await picturesOf(reading, decoder);
    const report = { reader, ...chipReport(reading, verification, pictures) };
    if (typeof values.out === 'string' && values.out !== '') {
      await keep(resolve(values.out), filesToKeep(reading, pictures), report);
    }
    await io.out(`${JSON.stringify(report)}\n`);
  } finally {
    await decoder.stop();
  }
  return verification.checks.some(({ outcome }) => outcome === 'failed') ? EXIT_FAILED : EXIT_OK;
}

/** The command over whatever opens the readers. */
export function chipRead(openReaders: () => Promise<ChipReaders>): Command {
  return {
    help,
    options: {
      mrz: { type: 'string' },
      can: { type: 'string' },
      reader: { type: 'string' },
      wait: { type: 'string', default: '30' },
      trust: { type: 'string', multiple: true },
      root: { type: 'string', multiple: true },
      data: { type: 'string' },
      out: { type: 'string' },
    },
    async run(given, io) {
      const readers = await openReaders();
      try {
        return await readOn(readers, given, io);
      } finally {
        await readers.close();
      }
    },
  };
}

export const command: Command = chipRead(pcscReaders);
