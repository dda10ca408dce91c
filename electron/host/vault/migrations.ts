import type Database from 'better-sqlite3';
import { VaultError } from './errors.ts';

/**
 * Schema changes, in order; number n leads to `user_version` n. A migration that was released is never edited.
 * `visits` holds no copy of what the events say: only whether the vault itself still accepts or can still read a visit.
 */
const migrations: readonly string[] = [
  `CREATE TABLE log (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     log TEXT NOT NULL,
     events INTEGER NOT NULL,
     hash TEXT NOT NULL
   ) STRICT;
   CREATE TABLE visits (
     visit TEXT PRIMARY KEY,
     openedAt TEXT NOT NULL,
     closedAt TEXT,
     closeReason TEXT,
     shreddedAt TEXT
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX visits_open ON visits (openedAt) WHERE closedAt IS NULL;
   CREATE TABLE visit_keys (
     visit TEXT PRIMARY KEY REFERENCES visits (visit),
     key BLOB NOT NULL CHECK (length(key) = 32)
   ) STRICT;
   CREATE TABLE events (
     position INTEGER PRIMARY KEY,
     visit TEXT NOT NULL,
     seq INTEGER NOT NULL,
     at TEXT NOT NULL,
     type TEXT NOT NULL,
     body TEXT NOT NULL,
     prevHash TEXT NOT NULL,
     hash TEXT NOT NULL,
     UNIQUE (visit, seq)
   ) STRICT;
   CREATE TABLE images (
     visit TEXT NOT NULL REFERENCES visits (visit),
     ref TEXT NOT NULL,
     mediaType TEXT NOT NULL,
     sealed BLOB NOT NULL,
     PRIMARY KEY (visit, ref)
   ) STRICT;
   CREATE TABLE secrets (
     name TEXT PRIMARY KEY,
     value BLOB NOT NULL
   ) STRICT;`,
];

/** Brings the schema up to date, each step in its own transaction. @throws VaultError 'vault/too-new' */
export function migrate(database: Database.Database): void {
  const version = database.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) {
    throw new VaultError('vault/too-new', 'The vault was written by a newer version of this software.');
  }
  migrations.slice(version).forEach((sql, index) => {
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version=${version + index + 1}`);
    })();
  });
}
