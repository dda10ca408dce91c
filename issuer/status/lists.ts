import type { IssuerKeys } from '../keys/index.ts';
import { randomToken } from '../secrets.ts';
import type { OfferRecord, OpenList, StatusEntry, StatusListRecord, StatusStore } from '../store/store.ts';
import type { Clock, RandomSource, StatusReference } from '../types.ts';
import { BACKDATE } from '../validity.ts';
import { compressedList, type StatusListInput, statusListCwt, statusListJwt } from './encode.ts';

/** Enough that a list tells nothing about who is in it; half of it, all valid, is 32 kB of zeros and compresses to 50 bytes. */
const LIST_SIZE = 131_072;
/** One in so many of a list's entries may be taken before its entries are counted again. */
const UNCOUNTED = 128;
/** Random indexes tried at once for each place: of four in a list that is half full, one at least is free in fifteen cases of sixteen. */
const CANDIDATES = 4;
const PATIENCE = 4;
/** Seconds a token is good for, and until one is signed anew though nothing changed. */
const LIFE = 86_400;
const RENEW_MS = (LIFE / 4) * 1000;
/** Seconds verifiers may keep a token: how late at most a revocation is seen. */
const TTL = 300;

/** A credential's place in a status list. */
export interface ReservedPlace extends StatusReference {
  /** In a list of the issuer's own store: the place is free, and taken as the credential is issued. */
  entry?: StatusEntry;
}

/** Who gives credentials their place in a status list: the lists below, or a service elsewhere that hosts them. */
export interface StatusPort {
  /**
   * Places for copies of one offer's credential, unlinkable with each other.
   * @param expiresAt of the credentials, milliseconds since the epoch
   */
  reserve(offer: OfferRecord, count: number, expiresAt: number): Promise<ReservedPlace[]>;
  /** Places of credentials that were not given to anybody after all. */
  giveBack?(places: readonly StatusReference[]): Promise<void>;
}

export interface StatusToken {
  jwt: string;
  cwt: Uint8Array;
}

interface Signed extends StatusToken {
  version: number;
  kid: string;
  signedAt: number;
}

export interface StatusListsOptions {
  store: StatusStore;
  keys: IssuerKeys;
  /** The lists' addresses begin with it; they must be reachable for as long as the credentials live. */
  baseUrl: string;
  clock: Clock;
  random: RandomSource;
  /** Entries of a list; 131072 when not given. */
  listSize?: number;
}

/**
 * Token status lists hosted here. Tokens are signed ahead, when something changed or a quarter of their life is over, and
 * dated back, because a token signed this very second is refused by every phone whose clock is slow.
 */
export class StatusLists implements StatusPort {
  readonly #options: StatusListsOptions;
  readonly #signed = new Map<string, Promise<Signed>>();
  /** The list places are taken from, and how many more before the store is asked how full it is. */
  #room: { list: OpenList; left: number } | null = null;
  #asking: Promise<void> | null = null;

  constructor(options: StatusListsOptions) {
    this.#options = options;
  }

  async reserve(_offer: OfferRecord, count: number, expiresAt: number): Promise<ReservedPlace[]> {
    const free = new Map<number, ReservedPlace>();
    for (let tries = 1; ; tries += 1) {
      const { listId, size } = await this.#listWithRoom(count, expiresAt);
      const indexes = Array.from({ length: count * CANDIDATES }, () => this.#pick(size));
      const taken = new Set(await this.#options.store.taken(listId, indexes));
      free.clear();
      for (const idx of indexes)
        if (!taken.has(idx) && free.size < count)
          free.set(idx, { idx, uri: this.#uri(listId), entry: { listId, index: idx } });
      if (free.size === count) return [...free.values()];
      // Fuller than was thought: it is counted anew, and left for another.
      if (tries % PATIENCE === 0) this.#room = null;
    }
  }

  #pick(size: number): number {
    return Buffer.from(this.#options.random(6)).readUIntBE(0, 6) % size;
  }

  async #listWithRoom(count: number, expiresAt: number): Promise<OpenList> {
    for (;;) {
      const room = this.#room;
      if (room !== null && room.left > 0 && room.list.neededUntil >= expiresAt) {
        room.left -= count;
        return room.list;
      }
      this.#asking ??= this.#ask(expiresAt).finally(() => {
        this.#asking = null;
      });
      await this.#asking;
    }
  }

  async #ask(neededUntil: number): Promise<void> {
    const { store, clock, random } = this.#options;
    const size = this.#options.listSize ?? LIST_SIZE;
    const list = await store.openList({ at: clock(), neededUntil, size, newListId: randomToken(random, 9) });
    this.#room = { list, left: Math.ceil(list.size / UNCOUNTED) };
  }

  /** The token of a list as it stands now, or null when there is no such list. */
  async token(listId: string): Promise<StatusToken | null> {
    const list = await this.#options.store.list(listId);
    return list === null ? null : this.#current(list);
  }

  /** Signs ahead what has to be, and forgets lists that are gone. */
  async refresh(): Promise<void> {
    const lists = await this.#options.store.lists();
    for (const list of lists) await this.#current(list);
    for (const listId of this.#signed.keys())
      if (!lists.some((list) => list.listId === listId)) this.#signed.delete(listId);
  }

  async #current(list: StatusListRecord): Promise<Signed> {
    const { kid } = await this.#options.keys.current();
    const known = this.#signed.get(list.listId);
    if (known !== undefined) {
      const signed = await known.catch(() => null);
      const young = signed !== null && this.#options.clock() - signed.signedAt < RENEW_MS;
      if (young && signed.version >= list.version && signed.kid === kid) return signed;
      if (this.#signed.get(list.listId) !== known) return this.#current(list);
    }
    const signing = this.#sign(list);
    this.#signed.set(list.listId, signing);
    return signing;
  }

  async #sign(list: StatusListRecord): Promise<Signed> {
    const { store, keys, clock } = this.#options;
    const key = await keys.current();
    const signedAt = clock();
    const iat = Math.floor(signedAt / 1000) - BACKDATE;
    const input: StatusListInput = {
      uri: this.#uri(list.listId),
      list: await compressedList({ size: list.size, exceptions: await store.exceptions(list.listId) }),
      iat,
      exp: iat + BACKDATE + LIFE,
      ttl: TTL,
    };
    const [jwt, cwt] = await Promise.all([statusListJwt(input, key), statusListCwt(input, key)]);
    return { jwt, cwt, version: list.version, kid: key.kid, signedAt };
  }

  #uri(listId: string): string {
    return `${this.#options.baseUrl}/${listId}`;
  }
}
