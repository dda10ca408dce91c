import type { AccessKey } from '../access-key/index.ts';
import { type ChipSession, OK, statusError } from '../apdu/index.ts';
import { openWithBac } from '../bac/index.ts';
import { SUITES } from '../crypto/index.ts';
import { ChipError, understood } from '../errors.ts';
import {
  type ChipAuthenticationMapping,
  choosePace,
  openWithPace,
  type PaceAlgorithm,
} from '../pace/index.ts';
import { longestShortAnswer } from '../secure-messaging/index.ts';
import { type PaceInfo, readSecurityInfos } from '../security-infos/index.ts';
import { bytesToNumber, childrenOf, DER, findTlv, readTlvAt, readTlvs } from '../tlv/index.ts';
import { EMRTD_APPLICATION, fileIdentifier } from './files.ts';
import type { ChipMemory } from './memory.ts';
import { type FileReading, readFile, readIfGiven } from './read-file.ts';
import type { ChipAccess } from './types.ts';

export interface OpenedChip {
  readonly access: ChipAccess;
  readonly mapping: ChipAuthenticationMapping | null;
  readonly cardAccess: Uint8Array | null;
  readonly cardSecurity: Uint8Array | null;
  /** The most octets a short answer holds from here on. */
  readonly longestShort: number;
}

const SELECT_MASTER_FILE = [{}, { data: Uint8Array.of(0x3f, 0x00) }];
/** Most octets asked for at once even where a chip would give more: progress is to be seen. */
const LONGEST_BLOCK = 2048;
/** What secure messaging adds at most to the data of an answer. */
const AROUND = 48;

/** Some chips know one form of this command, some the other, some neither; none needs it. */
async function selectMasterFile(session: ChipSession): Promise<void> {
  for (const form of SELECT_MASTER_FILE) {
    const { status } = await session.send({ ins: 0xa4, p1: 0x00, p2: 0x0c, ...form });
    if (status === OK) return;
  }
}

/**
 * Most octets of an answer, as EF.ATR/INFO states them (ISO/IEC 7816-4 §12.7.1, object 7F66), or null.
 * @throws ChipError `chip/malformed`
 */
function statedAnswerLength(info: Uint8Array): number | null {
  // A status indicator may follow the objects.
  const first = readTlvAt(info, 0).tag === 0x43 ? readTlvAt(info, 0).encoded.length : 0;
  const limits = findTlv(readTlvs(info.subarray(first)), 0x7f66);
  const answer = limits && childrenOf(limits)[1];
  return answer?.tag === DER.integer && answer.value.length <= 3 ? Number(bytesToNumber(answer.value)) : null;
}

/** A terminal must not use long answers unless the chip states its buffers (Doc 9303-11 §9.3.1.2). */
async function askForLongAnswers(session: ChipSession, memory: ChipMemory): Promise<void> {
  const select = { ins: 0xa4, p1: 0x02, p2: 0x0c, data: fileIdentifier('atr-info') };
  if ((await session.send(select)).status !== OK) return;
  const { data } = await session.send({ ins: 0xb0, p1: 0, p2: 0, le: 256 });
  const stated = understood(() => statedAnswerLength(data));
  if (stated !== null && stated > 256 + AROUND)
    memory.plan.allowLong(Math.min(LONGEST_BLOCK, stated - AROUND));
}

/** EF.CardAccess, or null when there is none or it is not given away before access control. */
async function readCardAccess(reading: FileReading): Promise<Uint8Array | null> {
  reading.memory.drop('card-access');
  try {
    return await readFile(reading, 'card-access');
  } catch (error) {
    // Chips without PACE refuse the file in several ways.
    const refusal = error instanceof ChipError && ['chip/refused', 'chip/no-file'].includes(error.code);
    if (refusal) return null;
    throw error;
  }
}

async function selectApplication(session: ChipSession): Promise<void> {
  const { status } = await session.send({ ins: 0xa4, p1: 0x04, p2: 0x0c, data: EMRTD_APPLICATION });
  if (status === OK) return;
  const cause = statusError('SELECT application', status);
  if (status === 0x6a82) throw new ChipError('chip/not-a-passport', 'no passport application', { cause });
  throw cause;
}

/** Whether files are given away without any access control (Doc 9303-11 §4.1, note 1). */
async function isPlain(session: ChipSession): Promise<boolean> {
  const select = { ins: 0xa4, p1: 0x02, p2: 0x0c, data: fileIdentifier('com') };
  if ((await session.send(select)).status !== OK) return false;
  return (await session.send({ ins: 0xb0, p1: 0, p2: 0, le: 4 })).status === OK;
}

async function openByPace(
  reading: FileReading,
  algorithm: PaceAlgorithm,
  offered: readonly PaceInfo[],
  key: AccessKey,
): Promise<Omit<OpenedChip, 'cardAccess'>> {
  const { session, memory } = reading;
  const ambiguous = new Set(offered.map(({ parameterId }) => parameterId)).size > 1;
  const mapping = await openWithPace(session, algorithm, key, { ambiguous });
  const longestShort = longestShortAnswer(algorithm.suite);
  if (mapping) memory.drop('card-security');
  const cardSecurity = mapping ? await readIfGiven({ ...reading, longestShort }, 'card-security') : null;
  await selectApplication(session);
  return {
    access: {
      protocol: 'PACE',
      mapping: algorithm.mapping,
      agreement: algorithm.agreement,
      cipher: algorithm.suite.name,
      parameters: algorithm.parameters,
      key: key.kind,
    },
    mapping,
    cardSecurity,
    longestShort,
  };
}

/**
 * Opens a chip (Doc 9303-11 §4.2): PACE where EF.CardAccess offers it, else basic access control, else nothing where the chip
 * asks for nothing. After PACE has begun there is no way to another protocol. The eMRTD application is selected.
 * @throws ChipError `chip/wrong-key`, `chip/not-a-passport`, `chip/key-format` (a card access number, and a chip that has
 * none), `chip/malformed` for an EF.CardAccess that cannot be read, whatever the session throws
 */
export async function openChip(
  session: ChipSession,
  memory: ChipMemory,
  key: AccessKey,
  longAnswers: boolean,
  random?: (length: number) => Uint8Array,
): Promise<OpenedChip> {
  const plain: FileReading = { session, memory, longestShort: 256, progress: () => {} };
  await selectMasterFile(session);
  if (longAnswers) await askForLongAnswers(session, memory);
  const cardAccess = await readCardAccess(plain);
  const offered = cardAccess ? readSecurityInfos(cardAccess).pace : [];
  const algorithm = choosePace(offered);
  if (algorithm) return { cardAccess, ...(await openByPace(plain, algorithm, offered, key)) };
  await selectApplication(session);
  const common = { mapping: null, cardAccess, cardSecurity: null };
  if (await isPlain(session)) return { ...common, access: { protocol: 'none' }, longestShort: 256 };
  await openWithBac(session, key, random);
  return {
    ...common,
    access: {
      protocol: 'BAC',
      cipher: '3DES',
      key: 'mrz',
      because: offered.length > 0 ? 'pace-unknown' : 'pace-not-offered',
    },
    longestShort: longestShortAnswer(SUITES['3DES']),
  };
}
