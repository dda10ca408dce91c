import { challengeChip } from '../active-authentication/index.ts';
import { ChipSession, type Traffic } from '../apdu/index.ts';
import { authenticateChip, chooseChipAuthentication } from '../chip-authentication/index.ts';
import { SUITES } from '../crypto/index.ts';
import { readDg14, readDg15, readEfCom } from '../data-groups/index.ts';
import { ChipError, type ChipErrorCode, understood } from '../errors.ts';
import { type ChipProof, notChecked } from '../proof.ts';
import { longestShortAnswer } from '../secure-messaging/index.ts';
import type { SecurityInfos } from '../security-infos/index.ts';
import { readSod } from '../sod/index.ts';
import { checkMapping } from './check-mapping.ts';
import { isReadable, READABLE_DATA_GROUPS, type ReadableDataGroup } from './files.ts';
import { ChipMemory } from './memory.ts';
import { openChip } from './open.ts';
import { progressOf } from './progress.ts';
import { type FileReading, readFile, readIfGiven } from './read-file.ts';
import type { ChipReading, ChipReadRequest } from './types.ts';

/** The keys against clones first, so that all else is read under the stronger session; then the rest by weight. */
const ORDER: readonly ReadableDataGroup[] = [14, 1, 2, 7, 11, 12, 15];
/** Times a chip is started over within one reading before it is given up. */
const MOST_RESTARTS = 4;

/** What can be made of a file; null where nothing can: passive authentication will say so. */
function contentOf<T>(file: Uint8Array | null | undefined, read: (file: Uint8Array) => T): T | null {
  return file ? understood(() => read(file)) : null;
}

/** The data groups to read: all that EF.COM or the security object names, or where neither can be read, all there are. */
function wanted(com: Uint8Array | null, sod: Uint8Array | null): Set<ReadableDataGroup> {
  const signed = contentOf(sod, readSod)?.securityObject.hashes.keys();
  const stated = contentOf(com, readEfCom)?.dataGroups;
  if (!signed && !stated) return new Set(READABLE_DATA_GROUPS);
  return new Set([...(signed ?? []), ...(stated ?? [])].filter(isReadable));
}

interface Attempt {
  readonly request: ChipReadRequest;
  readonly memory: ChipMemory;
  readonly traffic: Traffic;
  readonly startedAt: number;
  restarts: number;
}

/** The attempt goes on in a new session: this one is over, and what has been read is remembered. */
class StartOver extends ChipError {
  constructor() {
    super('chip/session-lost', 'the session ended with chip authentication');
  }
}

/**
 * Has the chip prove the key in DG14. In the clear, too: a copy need only ask for no access control to be without secure
 * messaging. And also after PACE has proved a key that EF.CardSecurity alone names, for a copy may bring a file and a key
 * of its own.
 */
async function authenticate(
  reading: FileReading,
  infos: SecurityInfos | null,
  mapping: ChipProof,
): Promise<{ proof: ChipProof; longestShort: number }> {
  const { session, memory, longestShort } = reading;
  if (memory.chipAuthentication) return { proof: memory.chipAuthentication, longestShort };
  if (mapping.outcome === 'passed' && mapping.facts.key === 'DG14')
    return { proof: notChecked('proved-in-pace'), longestShort };
  const method = infos && chooseChipAuthentication(infos);
  if (!method) return { proof: notChecked('not-offered'), longestShort };
  if (method === 'unsupported') return { proof: notChecked('unsupported'), longestShort };
  const proof = await authenticateChip(session, method);
  if (proof.outcome === 'passed') return { proof, longestShort: longestShortAnswer(method.suite) };
  memory.chipAuthentication = proof;
  if (proof.reason === 'wrong-keys') throw new StartOver();
  return { proof, longestShort };
}

async function attemptOnce(attempt: Attempt): Promise<ChipReading> {
  const { request, memory, traffic } = attempt;
  const { signal, timeOut } = request;
  const tell = progressOf(memory, request.progress);
  const session = new ChipSession(request.chip, {
    traffic,
    ...(signal && { signal }),
    ...(timeOut !== undefined && { timeOut }),
  });
  tell('opening');
  const opened = await openChip(session, memory, request.key, request.longAnswers ?? true, request.random);
  let reading: FileReading = {
    session,
    memory,
    longestShort: opened.longestShort,
    progress: () => tell('reading'),
  };
  // Both are read anew each time: the one tells whose files are remembered, the other is signed by nobody.
  memory.drop('sod');
  memory.drop('com');
  const sod = await readIfGiven(reading, 'sod');
  memory.belongsTo(sod);
  const com = await readIfGiven(reading, 'com');

  const dataGroups = new Map<number, Uint8Array>();
  const unreadable = new Map<ReadableDataGroup, ChipErrorCode>();
  const groups = wanted(com, sod);
  let infos: SecurityInfos | null = null;
  let mapping = checkMapping(opened.mapping, null, opened.cardSecurity);
  let chipAuthentication = notChecked('not-offered');
  for (const group of ORDER.filter((one) => groups.has(one))) {
    try {
      const file = await readFile(reading, `dg${group}`);
      if (file) dataGroups.set(group, file);
      else unreadable.set(group, 'chip/no-file');
    } catch (error) {
      // A file that is refused or broken leaves the session whole; the others are read.
      if (!(error instanceof ChipError) || session.over) throw error;
      unreadable.set(group, error.code);
    }
    if (group !== 14) continue;
    infos = contentOf(dataGroups.get(14), readDg14);
    tell('proving');
    mapping = checkMapping(opened.mapping, infos, opened.cardSecurity);
    const { proof, longestShort } = await authenticate(reading, infos, mapping);
    chipAuthentication = proof;
    reading = { ...reading, longestShort };
  }
  tell('proving');
  const key = contentOf(dataGroups.get(15), readDg15);
  const activeAuthentication = key
    ? await challengeChip(session, key, infos, request.random)
    : notChecked(dataGroups.has(15) ? 'unsupported' : 'not-offered');
  return {
    access: opened.access,
    cardAccess: opened.cardAccess,
    cardSecurity: opened.cardSecurity,
    com,
    sod,
    dataGroups,
    unreadable,
    proofs: {
      paceChipAuthenticationMapping: mapping,
      chipAuthentication,
      activeAuthentication,
    },
    figures: {
      milliseconds: Math.round(performance.now() - attempt.startedAt),
      ...traffic,
      restarts: attempt.restarts,
      blockLength: memory.plan.length(reading.longestShort),
    },
  };
}

/** Whether a chip that failed so is worth starting over: it dropped its session, or fell silent at a length it never gave. */
function mayStartOver(error: unknown, { memory, request }: Attempt): boolean {
  if (error instanceof StartOver) return true;
  if (!(error instanceof ChipError) || request.signal?.aborted) return false;
  const stumbled = error.code === 'chip/session-lost' || error.code === 'chip/no-answer';
  const atFirstBlock = !memory.plan.proven && memory.midway;
  if (!stumbled && !(error.code === 'chip/protocol' && memory.plan.long && atFirstBlock)) return false;
  if (atFirstBlock) memory.plan.lower(longestShortAnswer(SUITES['AES-128']));
  return error.code === 'chip/session-lost' || atFirstBlock;
}

/**
 * Reads an electronic passport: opens it, reads every file but fingerprints and irises, and has it prove that it is not a copy.
 * Nothing of what is read is judged here; that is passive authentication's.
 *
 * When the document leaves the reader, `chip/gone` is thrown and `request.memory` keeps what was read: call again with it once
 * the document is back, and reading goes on where it was. A different document is noticed and read from its beginning.
 * @throws ChipError `chip/gone`, `chip/no-answer`, `chip/wrong-key`, `chip/not-a-passport`, `chip/key-format`,
 * `chip/cancelled`, `chip/session-lost`, `chip/protocol`, `chip/malformed`
 */
export async function readChip(request: ChipReadRequest): Promise<ChipReading> {
  const attempt: Attempt = {
    request,
    memory: request.memory ?? new ChipMemory(),
    traffic: { commands: 0, sent: 0, received: 0 },
    startedAt: performance.now(),
    restarts: 0,
  };
  for (;;) {
    try {
      return await attemptOnce(attempt);
    } catch (error) {
      if (attempt.restarts >= MOST_RESTARTS || !mayStartOver(error, attempt)) throw error;
      attempt.restarts += 1;
      await request.chip.reset();
    }
  }
}
