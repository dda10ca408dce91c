import { setImmediate } from 'node:timers/promises';
import type { OfferState } from '../types.ts';
import * as offers from './offer-steps.ts';
import type { SqlDriver, Steps } from './sql.ts';
import * as statuses from './status-steps.ts';
import type {
  CredentialFilter,
  CredentialStatus,
  DeferOutcome,
  IssueOutcome,
  IssuerStore,
  ListOrder,
  NewOffer,
  NewToken,
  OfferRecord,
  OpenList,
  Places,
  SpentNonce,
  StatusListRecord,
} from './store.ts';

/** Rows changed in one transaction when there may be any number: on SQLite everybody else waits meanwhile. */
const PORTION = 200;

/** The store over any database that runs the same SQL; what differs is in the driver. */
export class SqlIssuerStore implements IssuerStore {
  readonly #driver: SqlDriver;

  constructor(driver: SqlDriver) {
    this.#driver = driver;
  }

  insert(offer: NewOffer): Promise<void> {
    return this.#driver.run(() => offers.insert(offer));
  }

  byId(offerId: string): Promise<OfferRecord | null> {
    return this.#driver.run(() => offers.find('offer_id', offerId));
  }

  byHandle(handleHash: Uint8Array): Promise<OfferRecord | null> {
    return this.#driver.run(() => offers.find('handle_hash', handleHash));
  }

  byCode(codeHash: Uint8Array): Promise<OfferRecord | null> {
    return this.#driver.run(() => offers.find('code_hash', codeHash));
  }

  byToken(tokenHash: Uint8Array): Promise<OfferRecord | null> {
    return this.#driver.run(() => offers.find('token_hash', tokenHash));
  }

  move(offerId: string, from: readonly OfferState[], to: OfferState, at: number): Promise<boolean> {
    return this.#driver.run(() => offers.move(offerId, from, to, at));
  }

  countWrongCode(offerId: string, limit: number, at: number): Promise<number | null> {
    return this.#driver.run(() => offers.countWrongCode(offerId, limit, at));
  }

  redeem(offerId: string, token: NewToken, at: number): Promise<boolean> {
    return this.#driver.run(() => offers.redeem(offerId, token, at));
  }

  issue(
    offerId: string,
    nonces: readonly SpentNonce[],
    notificationHash: Uint8Array,
    at: number,
    places?: Places,
  ): Promise<IssueOutcome> {
    return this.#driver.run(() => offers.issue(offerId, nonces, notificationHash, at, places));
  }

  defer(
    offerId: string,
    nonces: readonly SpentNonce[],
    deferred: { transactionHash: Uint8Array; sealedKeys: string },
    at: number,
  ): Promise<DeferOutcome> {
    return this.#driver.run(() => offers.defer(offerId, nonces, deferred, at));
  }

  release(offerId: string, at: number): Promise<boolean> {
    return this.#driver.run(() => offers.release(offerId, at));
  }

  spend(nonce: SpentNonce): Promise<boolean> {
    return this.#driver.run(() => offers.spend(nonce));
  }

  async expire(at: number): Promise<OfferRecord[]> {
    // Asked every second: reading first spares the database a write lock when there is nothing to do.
    const due = await this.#driver.run(() => offers.anyDue(at));
    return due ? this.#driver.run(() => offers.expire(at, PORTION)) : [];
  }

  async purge(before: number, at: number): Promise<number> {
    for (const listId of await this.#driver.run(() => statuses.listsToRetire(at)))
      await this.#inPortions((most) => statuses.emptyList(listId, most));
    await this.#driver.run(() => statuses.retireLists(at));
    await this.#inPortions((most) => offers.forgetNonces(at, most));
    return this.#inPortions((most) => offers.forgetOffers(before, most));
  }

  /** One transaction after the other until one had less to do than it could; requests are answered in between. */
  async #inPortions(steps: (most: number) => Steps<number>): Promise<number> {
    let all = 0;
    for (;;) {
      const changed = await this.#driver.run(() => steps(PORTION));
      all += changed;
      if (changed < PORTION) return all;
      await setImmediate();
    }
  }

  openList(order: ListOrder): Promise<OpenList> {
    return this.#driver.run(() => statuses.openList(order));
  }

  taken(listId: string, indexes: readonly number[]): Promise<number[]> {
    return this.#driver.run(() => statuses.taken(listId, indexes));
  }

  setStatus(filter: CredentialFilter, status: CredentialStatus): Promise<number> {
    return this.#driver.run(() => statuses.setStatus(filter, status));
  }

  statusOf(offerId: string): Promise<CredentialStatus[]> {
    return this.#driver.run(() => statuses.statusOf(offerId));
  }

  lists(): Promise<StatusListRecord[]> {
    return this.#driver.run(() => statuses.lists());
  }

  list(listId: string): Promise<StatusListRecord | null> {
    return this.#driver.run(() => statuses.list(listId));
  }

  exceptions(listId: string): Promise<{ index: number; status: CredentialStatus }[]> {
    return this.#driver.run(() => statuses.exceptions(listId));
  }
}
