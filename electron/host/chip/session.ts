import { setTimeout as after } from 'node:timers/promises';
import type { StepOf } from '../../contract/index.ts';
import {
  type AccessKey,
  ChipError,
  type ChipErrorCode,
  ChipMemory,
  type ChipProgress,
  type ChipReading,
  canKey,
  chipErrorOf,
  chipOverDevice,
  mrzKey,
  readChip,
} from '../documents/chip/index.ts';
import type { Mrz } from '../documents/mrz/index.ts';
import type { Readers } from '../ports.ts';
import type { ChipPresence } from './presence.ts';

export type ChipScreen = NonNullable<StepOf<'document-reading'>['chip']>;

export interface ChipSessionOptions {
  readers: Readers;
  presence: ChipPresence;
  /** The printed zone as the visit has it now, which opens the chip. */
  zone: () => Mrz | null;
  show: (screen: ChipScreen) => void;
  /** Milliseconds that a station without a reader for chips is waited for: the driver process may be starting again. */
  patience?: number;
}

/** What came of waiting for one document's chip; null when it was called off. */
export type ChipOutcome = { reading: ChipReading } | { missing: string } | null;

export interface ChipSession {
  /** Waits, reads, waits again, until the chip is read or cannot be. Called again it goes on with what was read before. */
  outcome(): Promise<ChipOutcome>;
  /** Tries what was refused once more. @param can the six digits printed on the card, in place of the zone's key */
  again(can: string | null): void;
  /** Calls it off and forgets what was read. */
  end(): void;
}

const usualPatience = 6_000;
/** Refusals and silences after which the document is taken as it is: nobody is to find a key by trying. */
const mostTries = 8;
/** Milliseconds until a chip that another program holds, or that broke off without leaving, is asked again, and how often. */
const pause = 400;
const mostPauses = 10;

/** What a failure means for whoever stands there. `gone`: to be put back. */
function meaningOf(code: ChipErrorCode): 'gone' | 'busy' | 'wrong-key' | 'no-answer' | 'hopeless' {
  switch (code) {
    case 'chip/gone':
    case 'chip/cancelled':
      return 'gone';
    case 'chip/busy':
      return 'busy';
    case 'chip/wrong-key':
    case 'chip/key-format':
      return 'wrong-key';
    case 'chip/unsupported':
      return 'hopeless';
    default:
      return 'no-answer';
  }
}

/**
 * The reading of one document's chip, on whichever reader it is laid, over as many interruptions as there are. What was read
 * is in its memory alone, until it is given out or forgotten.
 */
export function createChipSession(options: ChipSessionOptions): ChipSession {
  const { readers, presence, patience = usualPatience } = options;
  const over = new AbortController();
  let memory = new ChipMemory();
  let can: string | null = null;
  let tries = 0;
  let pauses = 0;
  /** Readers whose chip has been refused as it lies there. */
  const spent = new Set<string>();
  let reading: { source: string; broken: AbortController } | null = null;
  let screen: ChipScreen = { state: 'lay-on', percent: null, canTypeCan: false };
  let changed = Promise.withResolvers<void>();

  const wake = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const stopListening = presence.onChange((gone) => {
    if (gone !== null) {
      spent.delete(gone);
      if (reading?.source === gone) reading.broken.abort();
    }
    wake();
  });

  function show(state: ChipScreen['state'], percent = screen.percent) {
    // The card access number opens only chips that know PACE.
    const canTypeCan = state === 'wrong-key' && memory.whole('card-access') !== null;
    const next = { state, percent, canTypeCan };
    if (screen.state === state && screen.percent === percent && screen.canTypeCan === canTypeCan) return;
    screen = next;
    if (!over.signal.aborted) options.show(next);
  }

  function progress({ stage, done, total }: ChipProgress) {
    const percent = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : null;
    // Keys are proven between two files as well; the screen is not to go back and forth.
    show(
      stage === 'proving' && done < total ? 'reading' : stage,
      stage === 'opening' ? screen.percent : percent,
    );
  }

  /** The reader with a chip to read, the one laid down last; null when there has been none to lay it on. */
  async function laidDown(): Promise<string | null> {
    for (;;) {
      if (over.signal.aborted) return null;
      const source = presence.readers().findLast((one) => !spent.has(one));
      if (source !== undefined) return source;
      const news = changed.promise;
      if (presence.anyReader()) {
        await news;
        continue;
      }
      const late = AbortSignal.timeout(patience);
      const timeOut = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()));
      // Other news than a reader's do not begin the time anew.
      for (let waits = true; waits; ) {
        await Promise.race([changed.promise, timeOut]);
        waits = !late.aborted && !over.signal.aborted && !presence.anyReader();
      }
      if (!presence.anyReader()) return null;
    }
  }

  function keyNow(): AccessKey {
    if (can !== null) return canKey(can);
    const zone = options.zone();
    if (!zone) throw new ChipError('chip/key-format', 'no zone');
    return mrzKey(zone);
  }

  async function readOn(source: string): Promise<ChipReading> {
    const broken = new AbortController();
    reading = { source, broken };
    let opened = false;
    try {
      show('opening');
      const key = keyNow();
      const { atr } = await readers.openChip(source).catch((cause: unknown) => {
        throw chipErrorOf(cause);
      });
      opened = true;
      const chip = chipOverDevice({
        atr,
        transmit: (command) => readers.transmit(source, command),
        reset: () => readers.resetChip(source),
      });
      return await readChip({
        chip,
        key,
        memory,
        progress,
        signal: AbortSignal.any([over.signal, broken.signal]),
      });
    } finally {
      reading = null;
      // A reader that is gone has nothing to close.
      if (opened) await readers.closeChip(source).catch(() => {});
    }
  }

  /** Shows what went wrong, and whether the wait goes on: null, or why it does not. */
  async function failed(error: unknown, source: string): Promise<string | null> {
    if (!(error instanceof ChipError)) throw error;
    const meaning = meaningOf(error.code);
    const reason = error.code.replace('chip/', '');
    if (meaning === 'hopeless') return reason;
    if (meaning === 'gone' || meaning === 'busy') {
      if (meaning === 'gone') show('moved');
      const lies = presence.readers().includes(source);
      if (!lies) {
        pauses = 0;
        return null;
      }
      pauses += 1;
      if (pauses <= mostPauses) {
        await Promise.race([after(pause, undefined, { ref: false }), changed.promise]);
        return null;
      }
      pauses = 0;
    }
    tries += 1;
    if (tries >= mostTries) return reason;
    spent.add(source);
    can = null;
    show(meaning === 'wrong-key' ? 'wrong-key' : 'no-answer');
    return null;
  }

  return {
    async outcome() {
      options.show(screen);
      for (;;) {
        const source = await laidDown();
        if (over.signal.aborted) return null;
        if (source === null) return { missing: 'no-reader' };
        try {
          const read = await readOn(source);
          show('proving', 100);
          return over.signal.aborted ? null : { reading: read };
        } catch (error) {
          if (over.signal.aborted) return null;
          const missing = await failed(error, source);
          if (missing !== null) return { missing };
        }
      }
    },
    again(typed) {
      can = typed;
      spent.clear();
      if (!reading) show('lay-on', null);
      wake();
    },
    end() {
      over.abort();
      stopListening();
      memory = new ChipMemory();
      wake();
    },
  };
}
