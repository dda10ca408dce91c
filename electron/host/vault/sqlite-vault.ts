import type Database from 'better-sqlite3';
import { AppendQueue } from './append-queue.ts';
import { ChainWalk } from './chain.ts';
import type { Connection } from './connection.ts';
import { imageRef, openEvent, openImage, sealImage } from './envelope.ts';
import { ShreddedError, VaultError } from './errors.ts';
import { EventLog } from './event-log.ts';
import { exportLines } from './export.ts';
import { KeyRing } from './key-ring.ts';
import { LogSigner } from './log-signer.ts';
import { assertSecretName, Secrets } from './secrets.ts';
import type {
  ChainReport,
  EventMetadata,
  LogHead,
  NewEvent,
  StoredEvent,
  StoredImage,
  Vault,
  VisitSummary,
} from './types.ts';
import { assertMediaType, assertReason, assertVisitId, toJsonEvents } from './validate.ts';
import { assertWritable, Visits } from './visits.ts';

interface ImageRow {
  readonly mediaType: string;
  readonly sealed: Uint8Array;
}

export class SqliteVault implements Vault {
  private readonly connection: Connection;
  private readonly now: () => string;
  private readonly log: EventLog;
  private readonly visits: Visits;
  private readonly keys: KeyRing;
  private readonly queue: AppendQueue;
  private readonly secrets: Secrets;
  private readonly signer: LogSigner;
  private signing: Promise<unknown> = Promise.resolve();
  private readonly release: () => void;
  private closing: Promise<void> | undefined;

  /** @param options.release gives up the directory's lock, once the database is closed */
  constructor(options: {
    connection: Connection;
    clock: { now(): number };
    random: (length: number) => Uint8Array;
    release: () => void;
  }) {
    const { connection, clock, random, release } = options;
    const now = () => new Date(clock.now()).toISOString();
    const newName = () => Buffer.from(random(16)).toString('hex');
    this.connection = connection;
    this.now = now;
    this.release = release;
    this.log = connection.transaction(() => new EventLog(connection, newName));
    this.visits = new Visits(connection);
    this.keys = new KeyRing(connection);
    this.secrets = new Secrets(connection);
    this.signer = new LogSigner(this.log, this.secrets);
    const { log, visits, keys } = this;
    this.queue = new AppendQueue({ connection, log, visits, keys, now, random });
  }

  get database(): Database.Database {
    return this.connection.database;
  }

  async append(visit: string, expectedSeq: number, events: readonly NewEvent[]): Promise<StoredEvent[]> {
    this.assertOpen();
    assertVisitId(visit);
    const request = { visit, expectedSeq, events: toJsonEvents(expectedSeq, events) };
    return this.queue.add(request);
  }

  async read(visit: string): Promise<StoredEvent[]> {
    this.assertOpen();
    const { shreddedAt } = this.visits.require(visit);
    const rows = this.log.ofVisit(visit);
    if (shreddedAt) throw new ShreddedError(rows.map(withoutBody));
    const keys = await this.keys.of(visit);
    return Promise.all(rows.map(async (row) => ({ ...row, body: await openEvent(row, keys) })));
  }

  async readMetadata(visit: string): Promise<EventMetadata[]> {
    this.assertOpen();
    this.visits.require(visit);
    return this.log.ofVisit(visit).map(withoutBody);
  }

  async listVisits(): Promise<VisitSummary[]> {
    this.assertOpen();
    return this.visits.all();
  }

  async openVisits(): Promise<VisitSummary[]> {
    this.assertOpen();
    return this.visits.open();
  }

  async closeVisit(visit: string, reason: string): Promise<void> {
    this.assertOpen();
    assertReason(reason);
    await this.queue.settled();
    this.connection.transaction(() => {
      if (this.visits.require(visit).closedAt) return;
      const at = this.now();
      this.visits.close(visit, at, reason);
      this.log.record(at, 'vault.visit-closed', { visit, reason });
    });
  }

  async putImage(visit: string, bytes: Uint8Array, mediaType: string): Promise<string> {
    this.assertOpen();
    assertMediaType(mediaType);
    assertWritable(this.visits.require(visit));
    const keys = await this.keys.of(visit);
    const ref = imageRef(bytes, mediaType, keys);
    const sealed = sealImage(bytes, visit, ref, mediaType, keys);
    this.connection.transaction(() => {
      assertWritable(this.visits.require(visit));
      const sql =
        'INSERT INTO images (visit, ref, mediaType, sealed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
      this.connection.run(sql, visit, ref, mediaType, sealed);
    });
    return ref;
  }

  async getImage(visit: string, ref: string): Promise<StoredImage> {
    this.assertOpen();
    if (this.visits.require(visit).shreddedAt) {
      throw new VaultError('vault/shredded', 'The visit was shredded.');
    }
    const keys = await this.keys.of(visit);
    const sql = 'SELECT mediaType, sealed FROM images WHERE visit = ? AND ref = ?';
    const row = this.connection.get<ImageRow>(sql, visit, ref);
    if (!row) throw new VaultError('vault/unknown-image', 'The visit has no such image.');
    return { mediaType: row.mediaType, bytes: openImage(row.sealed, visit, ref, row.mediaType, keys) };
  }

  async shred(visit: string): Promise<void> {
    this.assertOpen();
    await this.queue.settled();
    this.connection.transaction(() => {
      if (this.visits.require(visit).shreddedAt) return;
      const at = this.now();
      this.visits.shred(visit, at);
      this.log.record(at, 'vault.visit-shredded', { visit });
    });
    this.keys.forget(visit);
    this.connection.emptyWriteAheadLog();
  }

  async verifyChain(anchor?: LogHead): Promise<ChainReport> {
    this.assertOpen();
    await this.queue.settled();
    const head = this.log.head();
    const walk = new ChainWalk(this.log.log, anchor);
    for await (const row of this.log.rows()) {
      // What is appended while we walk is for the next verification.
      if (row.position > head.events && this.log.head().events > head.events) break;
      if (!walk.accept(row)) break;
    }
    return walk.report(head);
  }

  async head(): Promise<LogHead> {
    this.assertOpen();
    return this.log.head();
  }

  async *exportLog(after?: number): AsyncIterable<string> {
    this.assertOpen();
    await this.queue.settled();
    yield* exportLines(this.log, after);
  }

  async checkpoint(): Promise<{ note: string; verifierKey: string }> {
    this.assertOpen();
    await this.queue.settled();
    // One after the other: each has to continue the one before.
    const note = this.signing.then(() => this.signer.sign());
    this.signing = note.catch(() => {});
    return { note: await note, verifierKey: this.signer.verifierKey() };
  }

  async getSecret(name: string): Promise<Uint8Array | undefined> {
    this.assertOpen();
    assertSecretName(name);
    return this.secrets.get(name);
  }

  async setSecret(name: string, value: Uint8Array): Promise<void> {
    this.assertOpen();
    assertSecretName(name);
    this.secrets.set(name, value);
  }

  async deleteSecret(name: string): Promise<void> {
    this.assertOpen();
    assertSecretName(name);
    this.secrets.delete(name);
  }

  close(): Promise<void> {
    this.closing ??= this.queue.settled().then(() => {
      this.keys.clear();
      try {
        this.database.close();
      } finally {
        this.release();
      }
    });
    return this.closing;
  }

  private assertOpen(): void {
    if (this.closing) throw new VaultError('vault/not-open', 'The vault is closed.');
  }
}

function withoutBody({ body: _, ...metadata }: EventMetadata & { body: string }): EventMetadata {
  return metadata;
}
