import type Database from 'better-sqlite3';

/** What the chain and the log's reader see of an event without any key. */
export interface EventMetadata {
  /** place in the whole log, 1, 2, 3 … without gaps */
  readonly position: number;
  readonly visit: string;
  /** place in the visit, 1, 2, 3 … without gaps */
  readonly seq: number;
  /** ISO 8601 UTC, milliseconds */
  readonly at: string;
  readonly type: string;
  /** hash of the row before, hex; the log's genesis hash at position 1 */
  readonly prevHash: string;
  /** SHA-256 over all other columns, hex */
  readonly hash: string;
}

/** A row as it lies in the database and in the export: `body` is ciphertext (a compact JWE). */
export interface EventRow extends EventMetadata {
  readonly body: string;
}

/** A row whose body was decrypted: any JSON value. */
export interface StoredEvent extends EventMetadata {
  readonly body: unknown;
}

export interface NewEvent {
  readonly type: string;
  /** any JSON value; bytes belong in `putImage` */
  readonly body: unknown;
}

export interface VisitSummary {
  readonly visit: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly closeReason: string | null;
  readonly shreddedAt: string | null;
  /** number of events, which is also the `expectedSeq` of the next append */
  readonly events: number;
}

export interface StoredImage {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface LogHead {
  readonly events: number;
  readonly hash: string;
}

export interface ChainReport {
  readonly ok: boolean;
  /** rows that verify, from the first on */
  readonly events: number;
  /** position of the first row that is missing, changed or out of place; unknown when only a signed root contradicts */
  readonly firstBad?: number;
}

export interface Vault {
  /**
   * Appends to a visit in one transaction; resolved means synced to disk. `expectedSeq` is the number of events the
   * caller knows of (0 starts the visit).
   * @throws VaultError 'vault/conflict' (somebody was faster), 'vault/visit-closed', 'vault/shredded',
   *   'vault/invalid', 'vault/disk-full', 'vault/io': in each case nothing of this append is stored (after
   *   'vault/io' a power cut can still bring it to light, as with every database: read before repeating it)
   */
  append(visit: string, expectedSeq: number, events: readonly NewEvent[]): Promise<StoredEvent[]>;
  /**
   * @throws VaultError 'vault/unknown-visit', 'vault/tampered'
   * @throws ShreddedError which carries the metadata that is left
   */
  read(visit: string): Promise<StoredEvent[]>;
  /** Works for shredded visits too. @throws VaultError 'vault/unknown-visit' */
  readMetadata(visit: string): Promise<EventMetadata[]>;
  listVisits(): Promise<VisitSummary[]>;
  /** Visits to be resumed or closed after a restart, oldest first. */
  openVisits(): Promise<VisitSummary[]>;
  /**
   * No event or image can be added afterwards. Closing again changes nothing.
   * @param reason a code (letters, digits, `._/-`), never personal data: it is recorded in the clear
   */
  closeVisit(visit: string, reason: string): Promise<void>;
  /** Stores an image under the visit's key; the same bytes give the same reference within a visit, and only there. */
  putImage(visit: string, bytes: Uint8Array, mediaType: string): Promise<string>;
  /** @throws VaultError 'vault/unknown-image', 'vault/shredded', 'vault/tampered' */
  getImage(visit: string, ref: string): Promise<StoredImage>;
  /**
   * Deletes the visit's key and images, overwrites their pages and empties the write-ahead log. The event rows stay and
   * the chain verifies; a visit still open is closed by it. Shredding again repeats the overwriting. What an SSD keeps of overwritten blocks is beyond
   * the vault: it is ciphertext under the database key.
   * @throws VaultError 'vault/disk-full', 'vault/io': the key may be deleted already, but old pages linger until shredding
   *   is repeated or the vault is opened again; 'vault/unknown-visit'
   */
  shred(visit: string): Promise<void>;
  /** @param anchor a head noted earlier and kept elsewhere: finds a log that was cut short or replaced as a whole */
  verifyChain(anchor?: LogHead): Promise<ChainReport>;
  head(): Promise<LogHead>;
  /**
   * The log's size and Merkle root as a signed note (C2SP tlog-checkpoint, Ed25519), to be kept elsewhere. The first one
   * after opening reads the whole log, each later one the rows since the one before.
   * @throws VaultError 'vault/tampered': nothing is signed that contradicts the chain or an earlier checkpoint
   */
  checkpoint(): Promise<{ note: string; verifierKey: string }>;
  /**
   * The log as JSON lines (a header, then ciphertext rows): `verifyExport` needs nothing else.
   * @param after a position: rows up to it are neither read nor told, for whoever has them; `verifyExport` needs all
   */
  exportLog(after?: number): AsyncIterable<string>;
  /** Names that begin with `vault/` are the vault's own. @throws VaultError 'vault/invalid' */
  getSecret(name: string): Promise<Uint8Array | undefined>;
  setSecret(name: string, value: Uint8Array): Promise<void>;
  deleteSecret(name: string): Promise<void>;
  /**
   * The open, encrypted database, for tables of other rooms (prefix them, e.g. `issuer_`). It is the connection the vault
   * itself uses: keep transactions synchronous, never leave an iterator or a transaction open across an `await`.
   */
  readonly database: Database.Database;
  /** Finishes what was asked for, then closes and gives up the lock. */
  close(): Promise<void>;
}
