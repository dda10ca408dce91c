import type { IssuerKeys } from '../keys/index.ts';
import { randomToken } from '../secrets.ts';
import type { OfferRecord, StatusListRecord, StatusStore } from '../store/store.ts';
import type { Clock, RandomSource, StatusReference } from '../types.ts';
import { BACKDATE } from '../validity.ts';
import { compressedList, type StatusListInput, statusListCwt, statusListJwt } from './encode.ts';

/** Enough that a list tells nothing about who is in it; half of it, all valid, is 32 kB of zeros and compresses to 50 bytes. */
const LIST_SIZE = 131_072;
/** Seconds a token is good for, and until one is signed anew though nothing changed. */
const LIFE = 86_400;
const RENEW_MS = (LIFE / 4) * 1000;
/** Seconds verifiers may keep a token: how late at most a revocation is seen. */
const TTL = 300;

/** Who gives credentials their place in a status list: the lists below, or a service elsewhere that hosts them. */
export interface StatusPort {
  /**
   * Places for copies of one offer's credential, unlinkable with each other.
   * @param expiresAt of the credentials, milliseconds since the epoch
   */
  reserve(offer: OfferRecord, count: number, expiresAt: number): Promise<StatusReference[]>;
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

  constructor(options: StatusListsOptions) {
    this.#options = options;
  }

  async reserve(offer: OfferRecord, count: number, expiresAt: number): Promise<StatusReference[]> {
    const { store, clock, random } = this.#options;
    const entries = await store.reserve({
      count,
      offerId: offer.offerId,
      subjectRef: offer.subjectRef,
      origin: offer.origin,
      at: clock(),
      expiresAt,
      size: this.#options.listSize ?? LIST_SIZE,
      newListId: randomToken(random, 9),
      pick: (size) => Buffer.from(random(6)).readUIntBE(0, 6) % size,
    });
    return entries.map(({ listId, index }) => ({ idx: index, uri: this.#uri(listId) }));
  }

  async giveBack(places: readonly StatusReference[]): Promise<void> {
    const entries = places.map(({ idx, uri }) => ({
      listId: uri.slice(this.#options.baseUrl.length + 1),
      index: idx,
    }));
    await this.#options.store.giveBack(entries);
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
