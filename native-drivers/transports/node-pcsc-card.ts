import { setTimeout as after } from 'node:timers/promises';
import type { Card, CardMode, Protocol } from 'pcsc-mini';
import { DeviceError } from '../errors.ts';
import type { PcscLibrary } from './node-pcsc.ts';
import type { PcscCard } from './pcsc.ts';
import { pcscCode, pcscError } from './pcsc-faults.ts';

/** What a card needs of its reader. */
export interface NativeReader {
  readonly name: string;
  connect(mode: CardMode, protocol?: Protocol): Promise<Card>;
  /** Null when the reader or the service is gone. */
  status(): number | null;
  isEmpty(status: number, flags: PcscLibrary['ReaderStatus']): boolean;
  watch(watcher: (status: number | null) => void): () => void;
}

/** The longest answer APDU with its status; the binding's own buffer holds 264. */
const LONGEST_ANSWER = 65_538;
/** Milliseconds: a lifted card is first a failed command, and only then an empty reader. */
const UNTIL_EMPTY = 900;
/** Milliseconds that closing waits for a card that answers nothing. */
const UNTIL_LET_GO = 1000;
/** How often and how long a card is waited for that another program holds, in milliseconds. */
const HELD = { tries: 8, every: 250 };

/** Contactless cards offer T=0 first and speak T=1; some readers know no protocol by number. */
async function connectAny({ CardMode, Protocol }: PcscLibrary, reader: NativeReader): Promise<Card> {
  try {
    return await reader.connect(CardMode.EXCLUSIVE, Protocol.T1);
  } catch (error) {
    if (pcscCode(error) !== 'ProtoMismatch') throw error;
    return reader.connect(CardMode.EXCLUSIVE, Protocol.ANY);
  }
}

async function connectPatiently(library: PcscLibrary, reader: NativeReader): Promise<Card> {
  for (let left = HELD.tries; ; left -= 1) {
    try {
      return await connectAny(library, reader);
    } catch (cause) {
      const error = pcscError(cause);
      if (error.code === 'device/disconnected-while-sending') {
        throw new DeviceError('device/disconnected-before-sending', error.message, { cause });
      }
      if (error.code !== 'device/busy' || left === 0) throw error;
      await after(HELD.every);
    }
  }
}

/** Takes the card in a reader for this process alone. @throws DeviceError */
export async function takeCard(
  library: PcscLibrary,
  reader: NativeReader,
  timeOut: number,
): Promise<PcscCard> {
  const { CardDisposition, CardMode, ReaderStatus } = library;
  const goneListeners = new Set<(why: DeviceError) => void>();
  let gone: DeviceError | null = null;
  let open = true;
  let busy: Promise<unknown> = Promise.resolve();
  /** What the binding is doing, which outlasts any time limit of ours. */
  let native: Promise<unknown> = Promise.resolve();
  const buffer = new ArrayBuffer(LONGEST_ANSWER);

  const leave = (why: DeviceError) => {
    if (gone) return;
    gone = why;
    stopWatching();
    for (const listener of [...goneListeners]) listener(why);
    goneListeners.clear();
  };
  const look = (status: number | null) => {
    if (status === null) {
      leave(new DeviceError('device/disconnected-while-sending', 'the chip reader is gone'));
    } else if (reader.isEmpty(status, ReaderStatus)) {
      leave(new DeviceError('device/no-document', 'the card has left the reader'));
    }
  };
  const stopWatching = reader.watch(look);
  const card = await connectPatiently(library, reader).catch((error: unknown) => {
    stopWatching();
    throw error;
  });
  look(reader.status());
  const atr = await card.state().then(
    (state) => (state.atr.length > 0 ? Uint8Array.from(state.atr) : null),
    () => null,
  );

  /** A card that is lifted in mid-command shows as a silent one, until the reader has noticed. */
  const whatBecameOf = async (error: DeviceError): Promise<DeviceError> => {
    for (let waited = 0; !gone && waited < UNTIL_EMPTY; waited += 50) await after(50);
    return gone ?? error;
  };
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (gone) throw gone;
    if (!open) throw new DeviceError('device/failed', 'the card was given back');
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new DeviceError('device/time-out', 'the card takes too long')),
        timeOut,
      );
    });
    try {
      const working = work();
      native = working;
      return await Promise.race([working, limit]);
    } catch (cause) {
      const error = pcscError(cause);
      if (error.code === 'device/no-document') leave(error);
      throw error.code === 'device/time-out' ? await whatBecameOf(error) : (gone ?? error);
    } finally {
      clearTimeout(timer);
    }
  };
  /** The card knows one command at a time. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = busy.then(() => guarded(work));
    busy = mine.catch(() => {});
    return mine;
  };

  return {
    reader: reader.name,
    atr,
    transmit: (command) =>
      inTurn(async () => {
        // Copied, for the next answer comes into the same buffer.
        const answer = Uint8Array.from(await card.transmit(command, buffer));
        // Some readers answer so for a card that was lifted.
        if (answer.length < 2) throw new DeviceError('device/time-out', 'the card gave no answer');
        return answer;
      }),
    reset: () =>
      inTurn(async () => {
        await card.reconnect(CardMode.EXCLUSIVE, CardDisposition.RESET);
      }),
    onGone(listener) {
      if (gone) listener(gone);
      else goneListeners.add(listener);
      return () => goneListeners.delete(listener);
    },
    async close() {
      if (!open) return;
      open = false;
      stopWatching();
      goneListeners.clear();
      // A command the card never answered is still under way below, and the binding lets go only after it.
      const letGo = Promise.allSettled([native]).then(() => card.disconnect(CardDisposition.RESET));
      await Promise.race([letGo.catch(() => {}), after(UNTIL_LET_GO, undefined, { ref: false })]);
    },
  };
}
