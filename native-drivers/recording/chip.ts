import { DeviceError, faultOf } from '../errors.ts';
import type { PcscCard, PcscTransport } from '../transports/pcsc.ts';
import type { Entry } from './format.ts';
import type { Player } from './player.ts';
import type { Tape } from './recorder.ts';
import { errorOf } from './replay-bus.ts';

const reset = { do: 'reset' } as const;

/** The card of a reader, with everything that goes to and fro with it noted. */
export async function tapCard(
  { id, name }: { id: string; name: string },
  tape: Tape,
  connect: () => Promise<PcscCard>,
): Promise<PcscCard> {
  tape.device({ id, transport: 'pcsc', name, info: {} });
  tape.note('open');
  let asked = false;
  const answered = async <T>(work: Promise<T>, about: Entry['about'], bytesOf: (answer: T) => Uint8Array) => {
    asked = true;
    try {
      const answer = await work;
      tape.note('received', about, bytesOf(answer));
      return answer;
    } catch (error) {
      tape.note('failed', { code: faultOf(error) });
      throw error;
    } finally {
      asked = false;
    }
  };
  const card = await connect().catch((error: unknown) => {
    tape.note('failed', { code: faultOf(error), at: 'open' });
    throw error;
  });
  tape.note('received', { atr: card.atr !== null }, card.atr ?? undefined);
  card.onGone(({ code }) => {
    // What it is asked in that moment fails by the same, and is noted there.
    if (!asked) tape.note('failed', { code });
  });
  return {
    ...card,
    transmit(command) {
      tape.note('sent', {}, command);
      return answered(card.transmit(command), {}, (answer) => answer);
    },
    reset() {
      tape.note('sent', reset);
      return answered(card.reset(), reset, () => new Uint8Array());
    },
    close() {
      tape.note('close');
      return card.close();
    },
  };
}

/** Milliseconds until a document that was taken away is laid down again. */
const away = 50;

/** The recorded reader, with the chip on it that answers as it did, and to nothing else. */
export function replayPcsc(player: Player): PcscTransport {
  const { name } = player.recording.device;
  const { entries } = player.recording;
  const listeners = new Set<() => void>();
  let attached = true;
  let laid = true;
  let holder: ((why: DeviceError) => void) | null = null;
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    for (const listener of [...listeners]) queueMicrotask(listener);
  };
  const stop = player.onEntry((entry) => {
    if (entry.kind !== 'failed' || entry.about.at === 'open') return;
    const why = errorOf(entry);
    if (why.code === 'device/no-document') laid = false;
    else if (String(why.code).startsWith('device/disconnected')) attached = false;
    else return;
    const left = holder;
    holder = null;
    left?.(why);
    changed();
    // Recorded is only that it was opened again, and that it was there before that.
    if (!entries.slice(entries.indexOf(entry)).some(({ kind }) => kind === 'open')) return;
    timer = setTimeout(() => {
      [attached, laid] = [true, true];
      changed();
    }, away);
  });
  /** What the chip says to what was done just now. @throws DeviceError as it was recorded */
  const answerTo = (following: Entry | undefined): Promise<Uint8Array> => {
    if (following?.kind !== 'received' && following?.kind !== 'failed')
      throw new DeviceError('device/failed', 'the recording ends before the answer');
    return new Promise((resolve, reject) => {
      const off = player.onEntry((entry) => {
        if (entry !== following) return;
        off();
        if (entry.kind === 'failed') reject(errorOf(entry));
        else resolve(entry.bytes.slice());
      });
    });
  };
  return {
    simulated: true,
    running: true,
    list: async () => (attached ? [{ name, card: cardNow() }] : []),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async connect() {
      const atr = await answerTo(player.did('open'));
      return cardOf(atr.length > 0 ? atr : null);
    },
    async close() {
      clearTimeout(timer);
      stop();
      listeners.clear();
    },
  };

  function cardNow() {
    if (!laid) return 'none';
    return holder ? 'taken' : 'present';
  }

  function cardOf(atr: Uint8Array | null): PcscCard {
    const goneListeners = new Set<(why: DeviceError) => void>();
    let gone: DeviceError | null = null;
    const mine = (why: DeviceError) => {
      gone = why;
      for (const listener of goneListeners) listener(why);
      goneListeners.clear();
    };
    holder = mine;
    const does = async (about: Entry['about'], command?: Uint8Array) => {
      if (gone) throw gone;
      return answerTo(player.did('sent', about, command));
    };
    return {
      reader: name,
      atr,
      transmit: (command) => does({}, command),
      reset: async () => void (await does(reset)),
      onGone(listener) {
        if (gone) listener(gone);
        else goneListeners.add(listener);
        return () => goneListeners.delete(listener);
      },
      async close() {
        if (holder === mine) holder = null;
      },
    };
  }
}

/** What the host does to a reader, of which the exchange with its chip itself consists. */
export interface ChipHost {
  openChip(): Promise<unknown>;
  transmit(command: Uint8Array): Promise<unknown>;
  resetChip(): Promise<unknown>;
  closeChip(): Promise<unknown>;
}

/** Does again what the host did. How it fails, the recording knows as well. Never rejects. */
export async function repeatChip(entries: readonly Entry[], host: ChipHost): Promise<void> {
  for (const { kind, about, bytes } of entries) {
    try {
      if (kind === 'open') await host.openChip();
      else if (kind === 'close') await host.closeChip();
      else if (kind === 'sent') await (about.do === 'reset' ? host.resetChip() : host.transmit(bytes));
    } catch {
      // The player has noted what was not as recorded.
    }
  }
}

/** INS of commands whose data is said in the clear and names only files, applications and algorithms (ISO/IEC 7816-4). */
const names = new Set([0xa4, 0x22]);
const securedBits = 0x0c;

/**
 * What is said to a chip and what it answers, but for the kinds of commands, file names and status words. Not only what
 * is in the clear goes: what is sealed with a key made of a document's number can be opened by trying numbers. What is
 * left shows the order of things; no reading that seals its commands can be played with it.
 */
export function maskChip(entries: readonly Entry[]): void {
  for (const { kind, about, bytes } of entries) {
    if (kind === 'received' && !('atr' in about)) bytes.fill(0, 0, Math.max(0, bytes.length - 2));
    if (kind !== 'sent' || bytes.length <= 5) continue;
    if (names.has(bytes[1]!) && (bytes[0]! & securedBits) === 0) continue;
    // Length fields of three octets begin with a zero (§5.1); the expected length at the end says nothing of a person.
    const extended = bytes[4] === 0 && bytes.length > 7;
    bytes.fill(0, extended ? 7 : 5);
  }
}
