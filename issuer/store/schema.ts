export type Dialect = 'sqlite' | 'postgres';

/** A column's name, type and constraint; `ms` are milliseconds since the epoch, `flag` is 0 or 1. */
export type Column = readonly [name: string, type: 'text' | 'bytes' | 'ms' | 'count' | 'flag', rest?: string];

export interface Table {
  name: string;
  columns: readonly Column[];
  key: string;
  indexes?: readonly (string | PartialIndex)[];
}

/** An index over the few rows that anybody looks for, so that the many others cost it nothing. */
export interface PartialIndex {
  on: string;
  where: string;
}

const TYPES: Record<Dialect, Record<Column[1], string>> = {
  sqlite: { text: 'TEXT', bytes: 'BLOB', ms: 'INTEGER', count: 'INTEGER', flag: 'INTEGER' },
  postgres: { text: 'TEXT', bytes: 'BYTEA', ms: 'BIGINT', count: 'INTEGER', flag: 'INTEGER' },
};

export const ISSUER_TABLES: readonly Table[] = [
  {
    name: 'issuer_offers',
    columns: [
      ['offer_id', 'text', 'NOT NULL'],
      ['subject_ref', 'text', 'NOT NULL'],
      ['origin', 'text', "NOT NULL DEFAULT ''"],
      ['variant', 'text', "NOT NULL DEFAULT 'open'"],
      ['configuration_id', 'text', 'NOT NULL'],
      ['state', 'text', 'NOT NULL'],
      ['handle_hash', 'bytes', 'NOT NULL UNIQUE'],
      ['code_hash', 'bytes', 'NOT NULL UNIQUE'],
      ['tx_code_hash', 'bytes'],
      ['tx_code_form', 'text'],
      ['wrong_codes', 'count', 'NOT NULL DEFAULT 0'],
      ['held', 'flag', 'NOT NULL DEFAULT 0'],
      ['token_hash', 'bytes', 'UNIQUE'],
      ['key_thumbprint', 'text'],
      ['identified', 'flag', 'NOT NULL DEFAULT 0'],
      ['transaction_hash', 'bytes'],
      ['notification_hash', 'bytes'],
      ['sealed_claims', 'text'],
      ['sealed_keys', 'text'],
      ['created_at', 'ms', 'NOT NULL'],
      ['expires_at', 'ms', 'NOT NULL'],
      ['changed_at', 'ms', 'NOT NULL'],
    ],
    key: 'offer_id',
    // State first: who looks for overdue offers every second must not walk through all that ended long ago.
    indexes: ['state, expires_at', 'changed_at'],
  },
  {
    name: 'issuer_spent_nonces',
    columns: [
      ['hash', 'bytes', 'NOT NULL'],
      ['expires_at', 'ms', 'NOT NULL'],
    ],
    key: 'hash',
    indexes: ['expires_at'],
  },
  {
    name: 'issuer_status_lists',
    columns: [
      ['list_id', 'text', 'NOT NULL'],
      ['size', 'count', 'NOT NULL'],
      // As it was counted last.
      ['used', 'count', 'NOT NULL DEFAULT 0'],
      ['closed', 'flag', 'NOT NULL DEFAULT 0'],
      ['version', 'count', 'NOT NULL DEFAULT 0'],
      ['created_at', 'ms', 'NOT NULL'],
      ['needed_until', 'ms', 'NOT NULL'],
    ],
    key: 'list_id',
  },
  {
    name: 'issuer_credentials',
    columns: [
      ['list_id', 'text', 'NOT NULL'],
      ['list_index', 'count', 'NOT NULL'],
      ['offer_id', 'text', 'NOT NULL'],
      ['subject_ref', 'text', 'NOT NULL'],
      ['origin', 'text', 'NOT NULL'],
      ['status', 'count', 'NOT NULL DEFAULT 0'],
      ['created_at', 'ms', 'NOT NULL'],
      ['expires_at', 'ms', 'NOT NULL'],
    ],
    key: 'list_id, list_index',
    // A list is signed from the few of its entries that are not valid.
    indexes: [
      'offer_id',
      'subject_ref',
      'origin, created_at',
      { on: 'list_id, list_index, status', where: 'status <> 0' },
    ],
  },
];

const columnText = (dialect: Dialect, [name, type, rest = '']: Column): string =>
  `${name} ${TYPES[dialect][type]} ${rest}`.trim();

function indexText(table: string, index: string | PartialIndex): string {
  const { on, where } = typeof index === 'string' ? { on: index, where: null } : index;
  const name = `${table}_by_${on.replaceAll(', ', '_')}`;
  return `CREATE INDEX IF NOT EXISTS ${name} ON ${table} (${on})${where === null ? '' : ` WHERE ${where}`}`;
}

/** The statements that make what is not there yet. */
export function schema(dialect: Dialect, tables: readonly Table[]): string[] {
  return tables.flatMap(({ name, columns, key, indexes = [] }) => [
    `CREATE TABLE IF NOT EXISTS ${name} (
      ${columns.map((column) => columnText(dialect, column)).join(', ')},
      PRIMARY KEY (${key})
    )${dialect === 'sqlite' ? ' STRICT' : ''}`,
    ...indexes.map((index) => indexText(name, index)),
  ]);
}

/** What an earlier version's tables lack, given the columns each of them has. */
export function missingColumns(
  dialect: Dialect,
  tables: readonly Table[],
  present: (table: string) => ReadonlySet<string>,
): readonly string[] {
  return tables.flatMap(({ name, columns }) => {
    const there = present(name);
    return there.size === 0
      ? []
      : columns
          .filter(([column]) => !there.has(column))
          .map((column) => `ALTER TABLE ${name} ADD COLUMN ${columnText(dialect, column)}`);
  });
}
