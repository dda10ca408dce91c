import type { Client, Reader } from 'pcsc-mini';
import { DeviceError } from '../errors.ts';
import { lazily } from './bus.ts';
import { type NativeReader, takeCard } from './node-pcsc-card.ts';
import type { PcscInfo, PcscTransport } from './pcsc.ts';
import { pcscError } from './pcsc-faults.ts';
import { endClient, type LookAgain, secondLooks } from './pcsc-second-look.ts';
import { pcscdAnswers } from './pcscd-answers.ts';

export type PcscLibrary = Pick<
  typeof import('pcsc-mini'),
  'CardDisposition' | 'CardMode' | 'Protocol' | 'ReaderStatus'
> & { Client: new () => Client };

export interface NodePcscOptions {
  /** Milliseconds until the service is looked for again, where there is none or it has died. */
  retryEvery?: number;
  /** Milliseconds a card may take for one command. */
  timeOut?: number;
  /** When it is looked whether the service told everything. */
  lookAgain?: LookAgain;
  load?: () => Promise<PcscLibrary>;
  /** Whether the service says anything; asked before a client is started, which waits for it. */
  answers?: () => Promise<boolean>;
  /** Told why there is no service, whenever that is another reason than before. */
  tell?: (trouble: DeviceError) => void;
}

export interface NodePcscTransport extends PcscTransport {
  /** Why there is no service, with what was thrown as its cause; null while there is one, and before it was looked for. */
  readonly trouble: DeviceError | null;
}

interface KnownReader {
  readonly reader: Reader;
  status: number;
  /** Told of every change, and with null when the reader or the service is gone. */
  readonly watchers: Set<(status: number | null) => void>;
}

const lookAgainThen: LookAgain = { after: [3000, 15_000], everyWithout: 30_000, settle: 1500 };

const loadPcsc = (): Promise<PcscLibrary> => import('pcsc-mini');

/**
 * Chip readers through PC/SC and the pcsc-mini package, which is loaded when the list is first wanted: without the system's
 * own library it cannot be loaded, and the list stays empty. When the service dies, its client is of no more use; a new one is
 * made until one can be started: a service may be started, or a library installed, at any time. Why there is none is kept and
 * told.
 *
 * The service does not tell everything (pcsc-lite 1.9.9): a reader that comes between a client's list and its waiting for
 * another, or a card that lies there when the service first looks at a reader it has already listed. So it is looked again
 * with a second client, and when that is told something else, the first is made anew.
 */
export function nodePcscTransport(options: NodePcscOptions = {}): NodePcscTransport {
  const { retryEvery = 2000, timeOut = 15_000, load = loadPcsc, tell = () => {} } = options;
  const { answers = () => pcscdAnswers() } = options;
  const library = lazily(load);
  const readers = new Map<string, KnownReader>();
  const listeners = new Set<() => void>();
  let client: Client | null = null;
  let trouble: DeviceError | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let starting: Promise<void> | null = null;
  let held = 0;

  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const forget = (name: string) => {
    const known = readers.get(name);
    if (!known) return;
    readers.delete(name);
    for (const watcher of [...known.watchers]) watcher(null);
    changed();
  };
  const meet = (reader: Reader) => {
    const known: KnownReader = { reader, status: 0, watchers: new Set() };
    readers.set(reader.name(), known);
    looks.later();
    // The answer to reset in this event is memory that is no longer the binding's (pcsc-mini 0.1.3): the card is asked.
    reader.on('change', (status) => {
      known.status = status.raw;
      for (const watcher of [...known.watchers]) watcher(status.raw);
      changed();
    });
    reader.on('disconnect', () => forget(reader.name()));
    changed();
  };
  const stop = () => {
    const ended = client;
    client = null;
    if (ended) endClient(ended);
    for (const name of [...readers.keys()]) forget(name);
  };
  /** @param cause what the service, or loading its library, ended with */
  const again = (cause: unknown) => {
    clearTimeout(timer);
    if (closed) return;
    const before = trouble?.message;
    trouble = pcscError(cause);
    if (trouble.message !== before) tell(trouble);
    timer = setTimeout(() => void start(), retryEvery);
    timer.unref();
  };
  const tryToStart = async () => {
    try {
      const { Client } = await library();
      if (!(await answers())) throw new DeviceError('device/time-out', 'PC/SC: the service does not answer');
      if (closed) return;
      const fresh = new Client();
      fresh.on('reader', meet);
      fresh.on('error', (cause: unknown) => {
        if (client !== fresh) return;
        stop();
        again(cause);
        changed();
      });
      fresh.start();
      client = fresh;
      trouble = null;
      looks.later();
      changed();
    } catch (cause) {
      // No service, or no library of the system's to reach it with.
      again(cause);
    }
  };
  const start = () => {
    starting ??= tryToStart().finally(() => {
      starting = null;
    });
    return starting;
  };
  const looks = secondLooks({
    when: options.lookAgain ?? lookAgainThen,
    first: () => (held > 0 ? null : client),
    make: async () => {
      const { Client } = await library();
      return (await answers()) ? new Client() : null;
    },
    known: async (told) => {
      const { ReaderStatus } = await library();
      const listed = (statuses: Iterable<readonly [string, number]>) =>
        [...statuses]
          .map(([name, status]) => `${name} ${cardOf(status, ReaderStatus)}`)
          .sort()
          .join('\n');
      return [listed(told), listed([...readers].map(([name, { status }]) => [name, status] as const))];
    },
    alone: () => readers.size === 0,
    renew: async () => {
      stop();
      await start();
    },
  });
  const started = start();

  return {
    simulated: false,
    get running() {
      return client !== null;
    },
    get trouble() {
      return trouble;
    },
    async list() {
      await started;
      const { ReaderStatus } = await library().catch(() => ({ ReaderStatus: null }));
      if (!ReaderStatus) return [];
      return [...readers].map(([name, { status }]) => ({ name, card: cardOf(status, ReaderStatus) }));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async connect(name) {
      await started;
      const known = readers.get(name);
      if (!known) throw new DeviceError('device/disconnected-before-sending', 'no such chip reader');
      const native: NativeReader = {
        name,
        connect: (mode, protocol) => known.reader.connect(mode, protocol),
        isEmpty: (status, { EMPTY }) => (status & EMPTY) !== 0,
        status: () => (readers.get(name) === known ? known.status : null),
        watch(watcher) {
          known.watchers.add(watcher);
          return () => known.watchers.delete(watcher);
        },
      };
      held += 1;
      let away = false;
      const letGo = () => {
        if (!away) held -= 1;
        away = true;
      };
      try {
        const card = await takeCard(await library(), native, timeOut);
        card.onGone(letGo);
        return {
          ...card,
          close: () => card.close().finally(letGo),
        };
      } catch (error) {
        letGo();
        throw error;
      }
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      looks.stop();
      await starting;
      stop();
      listeners.clear();
    },
  };
}

function cardOf(status: number, flags: PcscLibrary['ReaderStatus']): PcscInfo['card'] {
  if ((status & flags.PRESENT) === 0) return 'none';
  if ((status & flags.MUTE) !== 0) return 'mute';
  return (status & flags.EXCLUSIVE) !== 0 ? 'taken' : 'present';
}
