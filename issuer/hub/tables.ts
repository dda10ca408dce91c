import { ISSUER_TABLES, type Table } from '../store/schema.ts';

const KIOSK_TABLES: readonly Table[] = [
  {
    // Sealed with the hub's key: a copy of the database signs nothing.
    name: 'hub_secrets',
    columns: [
      ['name', 'text', 'NOT NULL'],
      ['sealed', 'text', 'NOT NULL'],
    ],
    key: 'name',
  },
  {
    name: 'hub_counters',
    columns: [
      ['name', 'text', 'NOT NULL'],
      ['value', 'count', 'NOT NULL'],
    ],
    key: 'name',
  },
  {
    name: 'hub_enrolments',
    columns: [
      ['code_hash', 'bytes', 'NOT NULL'],
      ['name', 'text', 'NOT NULL'],
      ['allowed', 'text', 'NOT NULL'],
      ['created_at', 'ms', 'NOT NULL'],
      ['expires_at', 'ms', 'NOT NULL'],
      ['used_at', 'ms'],
    ],
    key: 'code_hash',
  },
  {
    name: 'hub_kiosks',
    columns: [
      ['kiosk', 'count', 'NOT NULL'],
      ['name', 'text', 'NOT NULL'],
      ['code_hash', 'bytes', 'NOT NULL'],
      ['public_key', 'bytes', 'NOT NULL UNIQUE'],
      ['allowed', 'text', 'NOT NULL'],
      ['enrolled_at', 'ms', 'NOT NULL'],
      ['lease_until', 'ms', 'NOT NULL'],
      ['seen_at', 'ms', 'NOT NULL'],
      ['blocked_at', 'ms'],
    ],
    key: 'kiosk',
  },
  {
    // A ticket may have been made by the kiosk's program of yesterday.
    name: 'hub_terms',
    columns: [
      ['kiosk', 'count', 'NOT NULL'],
      ['digest', 'text', 'NOT NULL'],
      ['profile', 'text', 'NOT NULL'],
      ['checks', 'text', 'NOT NULL'],
    ],
    key: 'kiosk, digest',
  },
  {
    name: 'hub_withdrawals',
    columns: [
      ['kiosk', 'count', 'NOT NULL'],
      ['from_at', 'ms', 'NOT NULL'],
      ['to_at', 'ms', 'NOT NULL'],
      ['made_at', 'ms', 'NOT NULL'],
    ],
    key: 'kiosk, from_at, to_at',
  },
  {
    name: 'hub_tickets',
    columns: [
      ['kiosk', 'count', 'NOT NULL'],
      ['sequence', 'count', 'NOT NULL'],
      ['ticket_hash', 'bytes', 'NOT NULL'],
      ['offer_id', 'text', 'NOT NULL UNIQUE'],
      ['log_head', 'text', 'NOT NULL'],
      ['issued_at', 'ms', 'NOT NULL'],
      ['day', 'count', 'NOT NULL'],
      ['seen_at', 'ms', 'NOT NULL'],
      /** When it is suspended unless the log has told of it. */
      ['confirm_by', 'ms', 'NOT NULL'],
      ['visit', 'text'],
      ['final', 'flag', 'NOT NULL DEFAULT 0'],
      ['suspended', 'flag', 'NOT NULL DEFAULT 0'],
    ],
    key: 'kiosk, sequence',
    // What is looked for every half minute, and with every ticket and log, is among the few that are not final yet.
    indexes: [
      'kiosk, day',
      'kiosk, visit, sequence',
      { on: 'confirm_by, offer_id', where: 'final = 0' },
      { on: 'kiosk, sequence', where: 'final = 0' },
    ],
  },
  {
    // Tickets that only staff can judge, for their kiosk was in wrong hands when they were used, or brought.
    name: 'hub_held',
    columns: [
      ['kiosk', 'count', 'NOT NULL'],
      ['ticket_hash', 'bytes', 'NOT NULL'],
      ['sequence', 'count', 'NOT NULL'],
      ['issued_at', 'ms', 'NOT NULL'],
      ['seen_at', 'ms', 'NOT NULL'],
      ['held_at', 'ms', 'NOT NULL'],
      /** It was in the ledger and its offer open, which ended then. */
      ['ended', 'flag', 'NOT NULL DEFAULT 0'],
      ['reinstated_at', 'ms'],
    ],
    key: 'kiosk, ticket_hash',
    indexes: ['kiosk, sequence'],
  },
  {
    // Orders of kiosks that make a ticket where the answer is lost.
    name: 'hub_orders',
    columns: [
      ['kiosk', 'count', 'NOT NULL'],
      ['order_id', 'text', 'NOT NULL'],
      ['offer_id', 'text', 'NOT NULL UNIQUE'],
      ['visit', 'text', 'NOT NULL'],
      ['created_at', 'ms', 'NOT NULL'],
    ],
    key: 'kiosk, order_id',
    indexes: ['kiosk, visit'],
  },
  {
    name: 'hub_order_tickets',
    columns: [
      ['kiosk', 'count', 'NOT NULL'],
      ['sequence', 'count', 'NOT NULL'],
      ['offer_id', 'text', 'NOT NULL'],
      /** The order takes the ticket's place for good; else the ticket may still take the order's. */
      ['replaced', 'flag', 'NOT NULL DEFAULT 0'],
    ],
    key: 'kiosk, sequence, offer_id',
  },
  {
    name: 'hub_minted',
    columns: [
      ['kiosk', 'count', 'NOT NULL'],
      ['sequence', 'count', 'NOT NULL'],
      ['visit', 'text', 'NOT NULL'],
      ['issued_at', 'ms', 'NOT NULL'],
      ['ticket_hash', 'bytes'],
      /** By the hub's clock, when the hash came. */
      ['told_at', 'ms'],
    ],
    key: 'kiosk, sequence',
  },
  {
    name: 'hub_logs',
    columns: [
      ['kiosk', 'count', 'NOT NULL'],
      ['log', 'text', 'NOT NULL'],
      ['events', 'count', 'NOT NULL DEFAULT 0'],
      ['hash', 'text'],
      // The Merkle tree over its rows, as far as it takes to grow it on.
      ['tree', 'text', "NOT NULL DEFAULT '[]'"],
      ['verifier_key', 'text'],
      ['checkpoint', 'text'],
      /** Rows the checkpoint speaks of. */
      ['signed', 'count', 'NOT NULL DEFAULT 0'],
      ['seen_at', 'ms', 'NOT NULL'],
    ],
    key: 'kiosk, log',
  },
  {
    name: 'hub_log_rows',
    columns: [
      ['kiosk', 'count', 'NOT NULL'],
      ['log', 'text', 'NOT NULL'],
      ['position', 'count', 'NOT NULL'],
      ['visit', 'text', 'NOT NULL'],
      ['seq', 'count', 'NOT NULL'],
      ['at', 'text', 'NOT NULL'],
      ['type', 'text', 'NOT NULL'],
      ['prev_hash', 'text', 'NOT NULL'],
      ['hash', 'text', 'NOT NULL'],
      /** The hash's first eight bytes, as tickets name it. */
      ['head', 'text', 'NOT NULL'],
      ['body', 'text', 'NOT NULL'],
    ],
    key: 'kiosk, log, position',
    indexes: ['kiosk, head', 'kiosk, visit'],
  },
];

/** The issuer's tables and the hub's own, in one database. */
export const HUB_TABLES: readonly Table[] = [...ISSUER_TABLES, ...KIOSK_TABLES];
