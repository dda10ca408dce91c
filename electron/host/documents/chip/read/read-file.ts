import { type Answer, type ChipSession, END_OF_FILE, OK, statusError, succeeded } from '../apdu/index.ts';
import { ChipError } from '../errors.ts';
import { readTlv, readTlvHeader, writeTlv } from '../tlv/index.ts';
import { type ChipFileName, fileIdentifier } from './files.ts';
import type { ChipMemory } from './memory.ts';

/** Octets of the largest file that is read. A face of the highest quality seen takes 40 kB. */
const LARGEST_FILE = 256 * 1024;
/** The even instruction can name this many octets (Doc 9303-10 §3.6.3.2). */
const EVEN_REACH = 0x8000;
const HEADER = 4;
const LONGEST_HEADER = 6;

/** What tells that a chip could not give as much as it was asked for. */
const TOO_MUCH = new Set([0x6700, 0x6a80, 0x6a86, 0x6a87, 0x6f00]);

/** @returns false when there is no such file (also: when it is deactivated) */
async function select(session: ChipSession, name: ChipFileName): Promise<boolean> {
  const { status } = await session.send({ ins: 0xa4, p1: 0x02, p2: 0x0c, data: fileIdentifier(name) });
  if (status === OK) return true;
  if (status === 0x6a82 || status === 0x6283) return false;
  throw statusError(`SELECT ${name}`, status);
}

/**
 * READ BINARY, beyond 32 kB with the odd instruction whose offset and data are objects (ISO/IEC 7816-4 §11.3.3).
 * @param wanted octets of the file that are still to come; never more are given
 * @param block most octets of the answer
 */
async function readBinary(
  session: ChipSession,
  offset: number,
  wanted: number,
  block: number,
): Promise<Answer> {
  if (offset < EVEN_REACH) {
    const le = Math.min(wanted, block);
    const answer = await session.send({ ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, le });
    if (answer.data.length > le) throw new ChipError('chip/protocol', 'more octets than were asked for');
    return answer;
  }
  const octets = [offset >> 16, (offset >> 8) & 0xff, offset & 0xff].filter((octet, i) => i > 0 || octet > 0);
  const data = writeTlv(0x54, Uint8Array.from(octets));
  // Tag and length of the answer's object are part of what is asked for.
  const le = Math.min(wanted + 4, block);
  const answer = await session.send({ ins: 0xb1, p1: 0, p2: 0, data, le });
  if (answer.status !== OK && answer.status !== END_OF_FILE) return answer;
  return { data: readTlv(answer.data, 0x53).value.subarray(0, wanted), status: answer.status };
}

/** Octets of the whole file, from its first object's header. */
async function fileLength(
  session: ChipSession,
  name: ChipFileName,
): Promise<{ first: Uint8Array; length: number }> {
  for (const ask of [HEADER, LONGEST_HEADER]) {
    const answer = await readBinary(session, 0, ask, ask);
    const first = answer.status === END_OF_FILE ? answer.data : succeeded(`READ ${name}`, answer);
    const header = readTlvHeader(first);
    if (!header) continue;
    if (header.valueLength === null) throw new ChipError('chip/malformed', `${name} of unknown length`);
    const length = header.headerLength + header.valueLength;
    if (length > LARGEST_FILE) throw new ChipError('chip/too-large', `${name} of ${length} octets`);
    return { first: first.subarray(0, length), length };
  }
  throw new ChipError('chip/malformed', `${name} without a length`);
}

export interface FileReading {
  readonly session: ChipSession;
  readonly memory: ChipMemory;
  /** The most octets that fit a short answer as the session stands. */
  readonly longestShort: number;
  /** Called after every block. */
  readonly progress: () => void;
}

/**
 * Reads one file to the end its header names, going on where an earlier session left off.
 * @returns null when there is no such file
 * @throws ChipError `chip/refused`; `chip/too-large`; `chip/malformed` for a file that ends before its length;
 * whatever the session throws
 */
export async function readFile(reading: FileReading, name: ChipFileName): Promise<Uint8Array | null> {
  const { session, memory, longestShort, progress } = reading;
  const { plan } = memory;
  const before = memory.whole(name);
  if (before) return before;
  if (!(await select(session, name))) return null;
  let file = memory.get(name);
  if (!file) {
    const { first, length } = await fileLength(session, name);
    file = memory.begin(name, length);
    file.bytes.set(first);
    file.have = first.length;
    progress();
  }
  while (file.have < file.bytes.length) {
    const block = plan.length(longestShort);
    const rest = file.bytes.length - file.have;
    const { data, status } = await readBinary(session, file.have, rest, block);
    const given = status === OK || status === END_OF_FILE;
    if (given && data.length > 0) {
      file.bytes.set(data, file.have);
      file.have += data.length;
      if (rest >= block) plan.worked();
      progress();
      continue;
    }
    // Nothing came, or not so much at once: less is asked for, as long as this length has not been given before.
    const tooMuch = given || TOO_MUCH.has(status) || status >> 8 === 0x6c;
    if (tooMuch && !plan.proven && plan.lower(longestShort)) continue;
    if (given || status === 0x6b00) {
      throw new ChipError('chip/malformed', `${name} ends at ${file.have} of ${file.bytes.length} octets`);
    }
    throw statusError(`READ ${name}`, status);
  }
  return file.bytes;
}

/** As {@link readFile}; null also for a file that is refused or broken, as long as the session is whole. */
export async function readIfGiven(reading: FileReading, name: ChipFileName): Promise<Uint8Array | null> {
  try {
    return await readFile(reading, name);
  } catch (error) {
    if (!(error instanceof ChipError) || reading.session.over) throw error;
    return null;
  }
}
