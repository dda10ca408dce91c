import { rename } from 'node:fs/promises';
import { z } from 'zod';
import { CodedError, check, type Trust } from '../../contract/index.ts';
import {
  addToTrustStore,
  type ChipReading,
  listAge,
  readTrustStore,
  TrustError,
  type TrustList,
  writeTrustStore,
} from '../documents/chip/index.ts';
import type { ChipProof, Clock } from '../ports.ts';
import { type AskingThread, askingThread, threadEntry } from './asking-thread.ts';

export type ProofWork =
  | {
      do: 'judge';
      reading: ChipReading;
      printedZone: readonly string[] | null;
      lists: readonly TrustList[];
      /** Days after which a list is old. */
      days: number;
      now: number;
    }
  | { do: 'import'; list: Uint8Array; root: Uint8Array; now: number }
  | { do: 'count'; lists: readonly TrustList[] };

export interface ChipProofOptions {
  /** Where the lists are kept. */
  file: string;
  clock: Clock;
  /** Days after which a list is old. */
  days: number;
  /** Certificates of invented states, which only a simulated station trusts, and never keeps. */
  invented: readonly Uint8Array[];
  /** Told a code when the kept lists cannot be used, and when they have grown old. */
  trouble: (code: string) => void;
  /** The trust is another one; what was told under codes that begin with `trust/` is to be judged anew. */
  changed: () => void;
  /** The thread's program; found beside this one when not given. */
  entry?: string;
  /** Milliseconds that one passport or one list may take. */
  patience?: number;
}

/** Ten times what the largest list published takes on the slowest machine. */
const usualPatience = 20_000;
const heapLimit = 512;

interface Counted {
  certificates: number;
  countries: number;
}

/**
 * The trust lists of this station, and the thread that judges chips by them: the windows stay alive whatever a chip or a file
 * makes of it. A store that is damaged is set aside, and chips' chains are not checked until lists are imported again.
 */
export function chipProofOver(options: ChipProofOptions): ChipProof & {
  /** Resolves when the kept lists are there, or known not to be. Never rejects. */
  ready: Promise<void>;
} {
  const { file, clock, trouble } = options;
  const thread: AskingThread<ProofWork> = askingThread({
    entry: options.entry ?? threadEntry(import.meta.dirname, 'chip-worker'),
    name: 'chip-proof',
    patience: options.patience ?? usualPatience,
    heapLimit,
  });
  let kept: readonly TrustList[] = [];
  let invented: readonly TrustList[] = [];
  const counts = new Map<string, Counted>();
  /** Lists whose age was told once; staff who put the notice away are not told again of the same. */
  const toldOld = new Set<string>();
  let tail: Promise<unknown> = Promise.resolve();

  const isOld = (list: TrustList) => listAge(list, clock.now()) > options.days;

  async function adopt(lists: readonly TrustList[]): Promise<void> {
    const numbers = lists.length > 0 ? await thread.ask({ do: 'count', lists }, z.array(counted)) : [];
    lists.forEach(({ digest }, index) => {
      const number = numbers[index];
      if (number) counts.set(digest, number);
    });
    kept = lists;
    toldOld.clear();
    options.changed();
    review();
  }

  function review(): void {
    const news = kept.filter((list) => isOld(list) && !toldOld.has(list.digest));
    for (const { digest } of news) toldOld.add(digest);
    if (news.length > 0) trouble('trust/old');
  }

  async function load(): Promise<void> {
    try {
      const made = options.invented.map((one) => imported(one, one));
      invented = (await Promise.all(made)).flat();
    } catch (error) {
      trouble(codeOf(error));
    }
    try {
      await adopt(await readTrustStore(file));
    } catch (error) {
      if (!(await setAside(error))) trouble(codeOf(error));
    }
  }

  /** Moves a store out of the way that is damaged, and tells. @returns whether it was */
  async function setAside(error: unknown): Promise<boolean> {
    if (!(error instanceof TrustError) || error.code !== 'trust/store-damaged') return false;
    await rename(file, `${file}.damaged-${clock.now()}`).catch(() => {});
    trouble(error.code);
    return true;
  }

  const imported = (list: Uint8Array, root: Uint8Array): Promise<TrustList[]> =>
    thread.ask({ do: 'import', list, root, now: clock.now() }, z.array(trustList));

  /** What the file holds counts, and not what was read of it once: the command line writes to it, too. */
  async function add(list: Uint8Array, root: Uint8Array): Promise<void> {
    await ready;
    const fresh = await imported(list, root);
    const stored = await addToTrustStore(file, fresh).catch(async (error: unknown) => {
      if (!(await setAside(error))) throw error;
      await writeTrustStore(file, kept);
      return addToTrustStore(file, fresh);
    });
    await adopt(stored.lists);
  }

  const ready = load();

  return {
    ready,
    async judge(reading, printedZone) {
      await ready;
      const lists = [...kept, ...invented];
      const work = {
        do: 'judge',
        reading,
        printedZone,
        lists,
        days: options.days,
        now: clock.now(),
      } as const;
      return thread.ask(work, z.array(check).max(40));
    },
    importTrust(list, root) {
      const next = tail.then(() => add(list, root));
      tail = next.catch(() => {});
      return next;
    },
    trust: (): Trust => ({
      simulated: options.invented.length > 0,
      lists: kept.map((list) => ({
        kind: list.kind,
        country: list.country,
        signer: list.signer,
        root: list.root,
        signedAt: list.signedAt,
        importedAt: list.importedAt,
        certificates: counts.get(list.digest)?.certificates ?? list.certificates.length,
        states: counts.get(list.digest)?.countries ?? 0,
        old: isOld(list),
      })),
    }),
    review,
    stop: thread.stop,
  };
}

function codeOf(error: unknown): string {
  return error instanceof CodedError ? error.code : 'trust/not-readable';
}

const counted = z.object({ certificates: z.number().int(), countries: z.number().int() });
const trustList: z.ZodType<TrustList> = z.object({
  kind: z.enum(['master-list', 'certificate']),
  signer: z.string(),
  country: z.string(),
  root: z.string(),
  digest: z.string(),
  signedAt: z.number().nullable(),
  importedAt: z.number(),
  certificates: z.array(z.instanceof(Uint8Array)),
});
