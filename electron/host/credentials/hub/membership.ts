import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { charter } from '../../../../issuer/hub/index.ts';
import { KioskHubError } from './errors.ts';

const state = z.object({
  version: z.literal(1),
  /** Ed25519, PKCS#8 in base64. */
  privateKey: z.string(),
  /** What the hub last said. */
  charter,
  /** Tickets made so far: the next one's number is one more. */
  sequence: z.int().min(0),
  /** Tickets the hub has not been told of. */
  minted: z.array(
    z.object({
      sequence: z.int().positive(),
      visit: z.string(),
      issued_at: z.number(),
      /** Hex; absent while the ticket is being made. */
      ticket_hash: z.string().optional(),
    }),
  ),
  /** Tickets made on a day; days since the epoch, UTC. */
  made: z.object({ day: z.int(), count: z.int().min(0) }),
  /** The latest time this kiosk knows to be past; milliseconds. */
  latest: z.number(),
  /** When the hub last had the whole log; milliseconds. */
  syncedAt: z.number(),
});
export type MembershipState = z.infer<typeof state>;

/** Where a kiosk keeps what makes it one of the hub's; secret as a whole. Saved means it outlives a power cut. */
export interface MembershipStore {
  /** What was saved last, or null. */
  load(): Promise<unknown>;
  save(value: MembershipState): Promise<void>;
}

/** A kiosk's membership at its hub. Changes are made one after the other, and are kept before they are believed. */
export class Membership {
  readonly #store: MembershipStore;
  #state: MembershipState | null;
  #key: KeyObject | null = null;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(store: MembershipStore, value: MembershipState | null) {
    this.#store = store;
    this.#state = value;
  }

  /** @throws KioskHubError `kiosk-hub/state` */
  static async open(store: MembershipStore): Promise<Membership> {
    const value = await store.load();
    if (value === null || value === undefined) return new Membership(store, null);
    const parsed = state.safeParse(value);
    if (!parsed.success)
      throw new KioskHubError('kiosk-hub/state', 'what the kiosk noted of its hub is not readable');
    return new Membership(store, parsed.data);
  }

  get enrolled(): boolean {
    return this.#state !== null;
  }

  /** @throws KioskHubError `kiosk-hub/not-enrolled` */
  get state(): MembershipState {
    if (this.#state === null)
      throw new KioskHubError('kiosk-hub/not-enrolled', 'this kiosk has not joined a hub');
    return this.#state;
  }

  /** Ed25519. @throws KioskHubError `kiosk-hub/not-enrolled` */
  get key(): KeyObject {
    this.#key ??= createPrivateKey({
      key: Buffer.from(this.state.privateKey, 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    return this.#key;
  }

  async begin(value: MembershipState): Promise<void> {
    await this.#store.save(value);
    this.#state = value;
    this.#key = null;
  }

  /** @param change what becomes of the state; when it throws, nothing does */
  async update(change: (before: MembershipState) => MembershipState): Promise<MembershipState> {
    const work = async () => {
      const next = change(this.state);
      await this.#store.save(next);
      this.#state = next;
      return next;
    };
    const done = this.#last.then(work, work);
    this.#last = done.catch(() => {});
    return done;
  }
}

export function newPrivateKey(): { key: KeyObject; text: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { key: privateKey, text: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64') };
}
