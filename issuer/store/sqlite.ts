import type { Database } from 'better-sqlite3';
import { OPEN, REDEEMABLE } from '../states.ts';
import type { OfferState } from '../types.ts';
import type { IssueOutcome, IssuerStore, NewOffer, OfferRecord } from './store.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS issuer_offers (
  offer_id TEXT PRIMARY KEY,
  subject_ref TEXT NOT NULL,
  configuration_id TEXT NOT NULL,
  state TEXT NOT NULL,
  handle_hash BLOB NOT NULL UNIQUE,
  code_hash BLOB NOT NULL UNIQUE,
  tx_code_hash BLOB,
  wrong_codes INTEGER NOT NULL DEFAULT 0,
  token_hash BLOB UNIQUE,
  notification_hash BLOB,
  sealed_claims TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS issuer_offers_expiry ON issuer_offers (expires_at);
CREATE TABLE IF NOT EXISTS issuer_spent_nonces (
  hash BLOB PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

interface Row {
  offer_id: string;
  subject_ref: string;
  configuration_id: string;
  state: OfferState;
  tx_code_hash: Buffer | null;
  wrong_codes: number;
  notification_hash: Buffer | null;
  sealed_claims: string | null;
  created_at: number;
  expires_at: number;
  changed_at: number;
}

function toRecord(row: Row): OfferRecord {
  return {
    offerId: row.offer_id,
    subjectRef: row.subject_ref,
    configurationId: row.configuration_id,
    state: row.state,
    txCodeHash: row.tx_code_hash,
    wrongCodes: row.wrong_codes,
    sealedClaims: row.sealed_claims,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    changedAt: row.changed_at,
    notificationHash: row.notification_hash,
  };
}

const listed = (states: readonly OfferState[]): string => states.map((state) => `'${state}'`).join(', ');

/** The store over a database handle that the caller opened (and keyed, and will close). */
export class SqliteIssuerStore implements IssuerStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
    db.exec(SCHEMA);
  }

  async insert(offer: NewOffer): Promise<void> {
    this.#db
      .prepare(
        `INSERT INTO issuer_offers (offer_id, subject_ref, configuration_id, state, handle_hash, code_hash,
           tx_code_hash, sealed_claims, created_at, expires_at, changed_at)
         VALUES (@offerId, @subjectRef, @configurationId, 'created', @handleHash, @codeHash,
           @txCodeHash, @sealedClaims, @createdAt, @expiresAt, @createdAt)`,
      )
      .run(offer);
  }

  async byId(offerId: string): Promise<OfferRecord | null> {
    return this.#one('offer_id', offerId);
  }

  async byHandle(handleHash: Uint8Array): Promise<OfferRecord | null> {
    return this.#one('handle_hash', handleHash);
  }

  async byCode(codeHash: Uint8Array): Promise<OfferRecord | null> {
    return this.#one('code_hash', codeHash);
  }

  async byToken(tokenHash: Uint8Array): Promise<OfferRecord | null> {
    return this.#one('token_hash', tokenHash);
  }

  async move(offerId: string, from: readonly OfferState[], to: OfferState, at: number): Promise<boolean> {
    const keepsClaims = OPEN.includes(to);
    const { changes } = this.#db
      .prepare(
        `UPDATE issuer_offers SET state = @to, changed_at = @at
           ${keepsClaims ? '' : ', sealed_claims = NULL'}
         WHERE offer_id = @offerId AND state IN (${listed(from)})`,
      )
      .run({ offerId, to, at });
    return changes === 1;
  }

  async countWrongCode(offerId: string, limit: number, at: number): Promise<number | null> {
    const row = this.#db
      .prepare<[Record<string, unknown>], { wrong_codes: number }>(
        `UPDATE issuer_offers SET wrong_codes = wrong_codes + 1, changed_at = @at,
           state = iif(wrong_codes + 1 >= @limit, 'locked', 'code-wrong'),
           sealed_claims = iif(wrong_codes + 1 >= @limit, NULL, sealed_claims)
         WHERE offer_id = @offerId AND state IN (${listed(REDEEMABLE)}) AND expires_at > @at
         RETURNING wrong_codes`,
      )
      .get({ offerId, limit, at });
    return row?.wrong_codes ?? null;
  }

  async redeem(
    offerId: string,
    token: { hash: Uint8Array; expiresAt: number; sealedClaims: string },
    at: number,
  ): Promise<boolean> {
    const { changes } = this.#db
      .prepare(
        `UPDATE issuer_offers SET state = 'token', token_hash = @hash, sealed_claims = @sealedClaims,
           changed_at = @at, expires_at = @expiresAt
         WHERE offer_id = @offerId AND token_hash IS NULL AND state IN (${listed(REDEEMABLE)})
           AND expires_at > @at`,
      )
      .run({ offerId, at, ...token });
    return changes === 1;
  }

  async issue(
    offerId: string,
    nonce: { hash: Uint8Array; expiresAt: number },
    notificationHash: Uint8Array,
    at: number,
  ): Promise<IssueOutcome> {
    const spend = this.#db.prepare(
      'INSERT OR IGNORE INTO issuer_spent_nonces (hash, expires_at) VALUES (?, ?)',
    );
    const close = this.#db.prepare(
      `UPDATE issuer_offers SET state = 'issued', sealed_claims = NULL, notification_hash = @notificationHash,
         changed_at = @at
       WHERE offer_id = @offerId AND state = 'token' AND expires_at > @at`,
    );
    return this.#db
      .transaction((): IssueOutcome => {
        if (spend.run(nonce.hash, nonce.expiresAt).changes === 0) return 'nonce-used';
        return close.run({ offerId, notificationHash, at }).changes === 1 ? 'issued' : 'closed';
      })
      .immediate();
  }

  async expire(at: number): Promise<OfferRecord[]> {
    // Asked every second: reading first spares the database a write lock when there is nothing to do.
    const due = this.#db
      .prepare(`SELECT 1 FROM issuer_offers WHERE expires_at <= ? AND state IN (${listed(OPEN)}) LIMIT 1`)
      .get(at);
    if (due === undefined) return [];
    return this.#db
      .prepare<[Record<string, unknown>], Row>(
        `UPDATE issuer_offers SET state = 'expired', sealed_claims = NULL, changed_at = @at
         WHERE expires_at <= @at AND state IN (${listed(OPEN)})
         RETURNING *`,
      )
      .all({ at })
      .map(toRecord);
  }

  async purge(before: number, at: number): Promise<number> {
    this.#db.prepare('DELETE FROM issuer_spent_nonces WHERE expires_at <= ?').run(at);
    return this.#db
      .prepare(`DELETE FROM issuer_offers WHERE changed_at < ? AND state NOT IN (${listed(OPEN)})`)
      .run(before).changes;
  }

  #one(column: string, value: string | Uint8Array): OfferRecord | null {
    const row = this.#db
      .prepare<[string | Uint8Array], Row>(`SELECT * FROM issuer_offers WHERE ${column} = ?`)
      .get(value);
    return row === undefined ? null : toRecord(row);
  }
}
