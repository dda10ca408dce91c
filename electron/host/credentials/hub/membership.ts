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
  /** Tickets the hub was told of last: told again to a hub that was put back and has forgotten them. */
  told: z
    .array(
      z.object({
        sequence: z.int().positive(),
        visit: z.string(),
        issued_at: z.number(),
        ticket_hash: z.string(),
      }),
    )
    .default([]),
  /** Visits whose offers were ordered at the hub, each with the number of the ticket that may take the order's place. */
  reserves: z
    .array(
      z.object({
        visit: z.string(),
        /** Null once the ticket was made. */
        sequence: z.int().positive().nullable(),
        /** The order whose fate at the hub is unknown. */
        order: z.string().nullable(),
        /** Tickets made before. */
        replaces: z.array(z.int().positive()),
        /** Milliseconds. */
        at: z.number(),
      }),
    )
    .default([]),
  /** Tickets made on a day; days since the epoch, UTC. */
  made: z.object({ day: z.int(), count: z.int().min(0) }),
  /** The latest time this kiosk knows to be past; milliseconds. */
  latest: z.number(),
  /** When the hub last had the whole log; milliseconds. */
  syncedAt: z.number(),
});
export type MembershipState = z.infer<typeof state>;

/** A key that was, or may have been, brought to a hub: answers get lost, and the code is good for this key alone then. */
const joining = z.object({ hub: z.string(), code: z.string(), privateKey: z.string() });
const saved = z.union([
  state.extend({ joining: joining.optional() }),
  z.object({ version: z.literal(1), joining }),
]);
export type SavedMembership = z.infer<typeof saved>;

/** Where a kiosk keeps what makes it one of the hub's; secret as a whole. Saved means it outlives a power cut. */
export interface MembershipStore {
  /** What was saved last, or null. */
  load(): Promise<unknown>;
  save(value: SavedMembership): Promise<void>;
}

/** A kiosk's membership at its hub. Changes are made one after the other, and are kept before they are believed. */
export class Membership {
  readonly #store: MembershipStore;
  #state: MembershipState | null = null;
  #joining: z.infer<typeof joining> | undefined;
  #readable = true;
  #key: KeyObject | null = null;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(store: MembershipStore) {
    this.#store = store;
  }

  /** What was saved and cannot be read is no membership; the kiosk may join anew in its place. */
  static async open(store: MembershipStore): Promise<Membership> {
    const membership = new Membership(store);
    const value = await store.load();
    if (value === null || value === undefined) return membership;
    const parsed = saved.safeParse(value);
    if (!parsed.success) {
      membership.#readable = false;
      return membership;
    }
    membership.#joining = parsed.data.joining;
    if ('charter' in parsed.data) {
      const { joining: _, ...rest } = parsed.data;
      membership.#state = rest;
    }
    return membership;
  }

  get enrolled(): boolean {
    return this.#state !== null;
  }

  /** @throws KioskHubError `kiosk-hub/not-enrolled`, `kiosk-hub/state` */
  get state(): MembershipState {
    if (!this.#readable)
      throw new KioskHubError('kiosk-hub/state', 'what the kiosk noted of its hub is not readable');
    if (this.#state === null)
      throw new KioskHubError('kiosk-hub/not-enrolled', 'this kiosk has not joined a hub');
    return this.#state;
  }

  /** Ed25519. @throws KioskHubError `kiosk-hub/not-enrolled` */
  get key(): KeyObject {
    this.#key ??= readKey(this.state.privateKey);
    return this.#key;
  }

  /** The key to join a hub with by this code: the same however often it is tried. Saved before it is returned. */
  async keyFor(hub: string, code: string): Promise<{ key: KeyObject; text: string }> {
    return this.#inTurn(async () => {
      if (this.#joining?.hub !== hub || this.#joining.code !== code) {
        const made = { hub, code, privateKey: newPrivateKey() };
        await this.#store.save(
          this.#state === null ? { version: 1, joining: made } : { ...this.#state, joining: made },
        );
        this.#joining = made;
      }
      const text = this.#joining.privateKey;
      return { key: readKey(text), text };
    });
  }

  /** A membership begins; one of before ends with it. */
  async begin(value: MembershipState): Promise<void> {
    await this.#inTurn(async () => {
      await this.#store.save(value);
      this.#state = value;
      this.#joining = undefined;
      this.#readable = true;
      this.#key = null;
    });
  }

  /** @param change what becomes of the state; when it throws, nothing does */
  async update(change: (before: MembershipState) => MembershipState): Promise<MembershipState> {
    return this.#inTurn(async () => {
      const next = change(this.state);
      await this.#store.save(this.#joining === undefined ? next : { ...next, joining: this.#joining });
      this.#state = next;
      return next;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work, work);
    this.#last = done.catch(() => {});
    return done;
  }
}

const newPrivateKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');

const readKey = (text: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
