import { setTimeout as after } from 'node:timers/promises';
import type { Client } from 'pcsc-mini';

/**
 * Clients of services that died. They are not left to the garbage collector: the binding (pcsc-mini 0.1.3) then releases
 * what the service no longer knows, throws where nobody can catch it, and the process ends, as cards may that point into
 * the client. A few kilobytes for each death of the service.
 */
const dead = new Set<Client>();

/** Stops a client; one whose service has died is kept. */
export function endClient(client: Client): void {
  try {
    client.stop();
  } catch {
    // A service that has died cannot be told to stop.
    dead.add(client);
  }
}

/**
 * What a client that is started now is told of readers, by name; null when there is no service. It is stopped in its
 * sleep, `settle` milliseconds later: one that is just being told something would keep this thread waiting.
 */
async function secondLook(client: Client, settle: number): Promise<ReadonlyMap<string, number> | null> {
  const seen = new Map<string, number>();
  let failed = false;
  client.on('reader', (reader) => {
    const name = reader.name();
    reader.on('change', (status) => void seen.set(name, status.raw));
    reader.on('disconnect', () => void seen.delete(name));
  });
  client.on('error', () => {
    failed = true;
  });
  try {
    client.start();
  } catch {
    return null;
  }
  await after(settle, undefined, { ref: false });
  const readers = failed ? null : new Map(seen);
  endClient(client);
  return readers;
}

/** Milliseconds. */
export interface LookAgain {
  /** After a client or a reader is new. */
  after: readonly number[];
  /** Between two looks while no reader is known. */
  everyWithout: number;
  /** That a second client has for being told. */
  settle: number;
}

export interface SecondLookParts {
  when: LookAgain;
  /** The client whose knowledge is in doubt; null when there is none, or it is at work. */
  first: () => Client | null;
  /** A second client; null when the service hangs. */
  make: () => Promise<Client | null>;
  /** What a second client was told and what the first was, in a form that can be compared. */
  known: (told: ReadonlyMap<string, number>) => Promise<readonly [second: string, first: string]>;
  alone: () => boolean;
  /** Makes the first client anew. */
  renew: () => Promise<void>;
}

export interface SecondLooks {
  /** Something is new: it is looked again, soon and once more. */
  later(): void;
  stop(): void;
}

/** Looks with second clients whether the first was told everything, and has it made anew when it was not. */
export function secondLooks(parts: SecondLookParts): SecondLooks {
  const { when, first } = parts;
  const timers = new Set<NodeJS.Timeout>();
  let looking = false;
  let stopped = false;
  /** What the first client was last made anew for: when that is of no use, it is not done for ever. */
  let renewedFor: string | null = null;

  /** What the first client has missed; told twice, for a card may just have been laid down. */
  const missed = async (doubted: Client): Promise<string | null> => {
    let before: string | null = null;
    for (;;) {
      const second = await parts.make();
      const told = second && (await secondLook(second, when.settle));
      if (told === null || stopped || first() !== doubted) return null;
      const [now, known] = await parts.known(told);
      if (now === known) {
        renewedFor = null;
        return null;
      }
      if (now === before) return now;
      before = now;
    }
  };
  const look = async () => {
    const doubted = first();
    if (!doubted || looking || stopped) return;
    looking = true;
    try {
      const told = await missed(doubted);
      if (told === null || told === renewedFor || first() !== doubted) return;
      renewedFor = told;
      await parts.renew();
    } catch {
      // Without a service or its library there is nothing to look at; the first client finds out by itself.
    } finally {
      looking = false;
    }
  };
  const alone = setInterval(() => {
    if (parts.alone()) void look();
  }, when.everyWithout);
  alone.unref();
  return {
    later() {
      for (const milliseconds of when.after) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          void look();
        }, milliseconds);
        timer.unref();
        timers.add(timer);
      }
    },
    stop() {
      stopped = true;
      clearInterval(alone);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
