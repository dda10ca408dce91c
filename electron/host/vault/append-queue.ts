import type { Connection } from './connection.ts';
import { sealEvent, type VisitKeys, visitKeysFrom } from './envelope.ts';
import { toVaultError, VaultError } from './errors.ts';
import type { EventLog } from './event-log.ts';
import type { KeyRing } from './key-ring.ts';
import type { StoredEvent } from './types.ts';
import { assertWritable, type Visits } from './visits.ts';

/** One caller's append: all of its events are stored, or none. */
export interface AppendRequest {
  readonly visit: string;
  readonly expectedSeq: number;
  readonly events: readonly { readonly type: string; readonly json: string }[];
}

interface Waiting {
  readonly request: AppendRequest;
  readonly resolve: (events: StoredEvent[]) => void;
  readonly reject: (error: VaultError) => void;
}

interface Sealed {
  readonly waiting: Waiting;
  readonly bodies: readonly string[];
  /** set when the visit had no key yet */
  readonly newKey: Uint8Array | undefined;
}

/** Bounds how long one sync keeps the event loop, and how much is repeated when a commit fails. */
const largestGroup = 32;

/**
 * Encryption is asynchronous, the chain is strictly sequential: requests wait in line, are sealed together, and are
 * committed together, so that one sync to disk serves everyone who came while the last one was running.
 */
export class AppendQueue {
  private readonly connection: Connection;
  private readonly log: EventLog;
  private readonly visits: Visits;
  private readonly keys: KeyRing;
  private readonly now: () => string;
  private readonly random: (length: number) => Uint8Array;
  private readonly line: Waiting[] = [];
  private draining = false;
  private last: Promise<void> = Promise.resolve();

  constructor(parts: {
    connection: Connection;
    log: EventLog;
    visits: Visits;
    keys: KeyRing;
    now: () => string;
    random: (length: number) => Uint8Array;
  }) {
    this.connection = parts.connection;
    this.log = parts.log;
    this.visits = parts.visits;
    this.keys = parts.keys;
    this.now = parts.now;
    this.random = parts.random;
  }

  add(request: AppendRequest): Promise<StoredEvent[]> {
    const stored = new Promise<StoredEvent[]>((resolve, reject) => {
      this.line.push({ request, resolve, reject });
    });
    const nothing = () => {};
    const before = this.last;
    this.last = stored.then(nothing, nothing).then(() => before);
    if (!this.draining) void this.drain();
    return stored;
  }

  /** Resolves once everyone now in line has an answer, whoever comes after. */
  settled(): Promise<void> {
    return this.last;
  }

  private async drain(): Promise<void> {
    this.draining = true;
    // Lets the callers of this turn of the event loop join the first group.
    await Promise.resolve();
    try {
      while (this.line.length > 0) this.commit(await this.seal(this.line.splice(0, largestGroup)));
    } finally {
      this.draining = false;
    }
  }

  private async seal(group: readonly Waiting[]): Promise<Sealed[]> {
    const fresh = new Map<string, { key: Uint8Array; derived: Promise<VisitKeys> }>();
    const keysOf = (visit: string) => {
      if (this.visits.find(visit)) return { newKey: undefined, derived: this.keys.of(visit) };
      let made = fresh.get(visit);
      if (!made) {
        const key = this.random(32);
        made = { key, derived: visitKeysFrom(key) };
        fresh.set(visit, made);
      }
      return { newKey: made.key, derived: made.derived };
    };
    const sealed = group.map(async (waiting): Promise<Sealed | undefined> => {
      const { visit, expectedSeq, events } = waiting.request;
      try {
        const { newKey, derived } = keysOf(visit);
        const keys = await derived;
        const bodies = await Promise.all(
          events.map(({ type, json }, index) =>
            sealEvent(json, { visit, type, seq: expectedSeq + index + 1 }, keys),
          ),
        );
        return { waiting, bodies, newKey };
      } catch (error) {
        waiting.reject(toVaultError(error));
        return undefined;
      }
    });
    return (await Promise.all(sealed)).filter((one) => one !== undefined);
  }

  private commit(group: readonly Sealed[]): void {
    const settle: (() => void)[] = [];
    try {
      this.connection.transaction(() => {
        for (const sealed of group) {
          const refusal = this.refusal(sealed);
          const { resolve, reject } = sealed.waiting;
          if (refusal) {
            settle.push(() => reject(refusal));
          } else {
            const stored = this.store(sealed);
            settle.push(() => resolve(stored));
          }
        }
      });
    } catch (error) {
      // One large append must not take the small ones down that would still fit on the disk.
      if (group.length > 1) for (const sealed of group) this.commit([sealed]);
      else group[0]?.waiting.reject(toVaultError(error));
      return;
    }
    for (const tell of settle) tell();
  }

  /** Judged inside the transaction: the visit may have changed while the bodies were being sealed. */
  private refusal({ waiting }: Sealed): VaultError | undefined {
    const { visit, expectedSeq } = waiting.request;
    const found = this.visits.find(visit);
    if (found) {
      try {
        assertWritable(found);
      } catch (error) {
        return error as VaultError;
      }
    }
    if (this.log.lastSeq(visit) !== expectedSeq) {
      return new VaultError('vault/conflict', 'The visit has other events than the caller expected.');
    }
    return undefined;
  }

  private store({ waiting, bodies, newKey }: Sealed): StoredEvent[] {
    const { visit, expectedSeq, events } = waiting.request;
    const at = this.now();
    // Requests of one group share a new visit's key, and the first of them brings it in.
    if (newKey && !this.visits.find(visit)) this.visits.begin(visit, at, newKey);
    return events.map(({ type, json }, index) => {
      const row = this.log.insert({ visit, seq: expectedSeq + index + 1, at, type, body: bodies[index]! });
      return { ...row, body: JSON.parse(json) };
    });
  }
}
