import { allOf, type SqlRow, type Statement, type Steps, sole, sql } from './sql.ts';
import type {
  CredentialFilter,
  CredentialStatus,
  ListOrder,
  OfferRecord,
  OpenList,
  Places,
  StatusEntry,
  StatusListRecord,
} from './store.ts';

/** draft-ietf-oauth-status-list §7.1. */
export const STATUS_VALUES: Record<CredentialStatus, number> = { valid: 0, revoked: 1, suspended: 2 };

const nameOf = (value: unknown): CredentialStatus =>
  value === STATUS_VALUES.revoked ? 'revoked' : value === STATUS_VALUES.suspended ? 'suspended' : 'valid';

const toList = (row: SqlRow): StatusListRecord => ({
  listId: row.list_id as string,
  size: row.size as number,
  version: row.version as number,
});

const toOpenList = (row: SqlRow): OpenList => ({
  listId: row.list_id as string,
  size: row.size as number,
  neededUntil: Number(row.needed_until),
});

/**
 * The oldest list that is less than half full; those that are not are closed on the way. Entries are counted here and
 * not one by one as they are taken: a counter would be a row that all who issue have to wait for, each until the one
 * before is on the disk. So a list gets a little fuller than half.
 */
export function* openList({ size, newListId, at, neededUntil }: ListOrder): Steps<OpenList> {
  for (;;) {
    const { rows } =
      yield sql`SELECT list_id, size FROM issuer_status_lists WHERE closed = 0 ORDER BY created_at, list_id LIMIT 1`;
    const oldest = rows[0];
    if (oldest === undefined) {
      const made = yield sql`INSERT INTO issuer_status_lists (list_id, size, created_at, needed_until)
        VALUES (${newListId}, ${size}, ${at}, ${neededUntil}) RETURNING *`;
      return toOpenList(made.rows[0]!);
    }
    const listId = oldest.list_id as string;
    const counted = yield sql`SELECT count(*) AS used FROM issuer_credentials WHERE list_id = ${listId}`;
    const used = Number(counted.rows[0]!.used);
    const full = used * 2 >= (oldest.size as number);
    const needed = full ? 0 : neededUntil;
    const updated = yield sql`UPDATE issuer_status_lists SET used = ${used}, closed = ${full ? 1 : 0},
        needed_until = CASE WHEN needed_until < ${needed} THEN ${needed} ELSE needed_until END
      WHERE list_id = ${listId} AND closed = 0
      RETURNING *`;
    if (!full && updated.rows[0] !== undefined) return toOpenList(updated.rows[0]);
  }
}

/** Which of the indexes somebody has. */
export function* taken(listId: string, indexes: readonly number[]): Steps<number[]> {
  const values = indexes.slice(1).reduce((all, index) => sql`${all}, ${index}`, sql`${indexes[0]!}`);
  const { rows } =
    yield sole`SELECT list_index FROM issuer_credentials WHERE list_id = ${listId} AND list_index IN (${values})`;
  return rows.map((row) => row.list_index as number);
}

/** Takes places for an offer's credentials; false when somebody else was faster with one of them. */
export function* take(
  offer: Pick<OfferRecord, 'offerId' | 'subjectRef' | 'origin'>,
  places: Places,
): Steps<boolean> {
  for (const { listId, index } of places.entries) {
    const { changes } =
      yield sql`INSERT INTO issuer_credentials (list_id, list_index, offer_id, subject_ref, origin, created_at, expires_at)
      VALUES (${listId}, ${index}, ${offer.offerId}, ${offer.subjectRef}, ${offer.origin}, ${places.at}, ${places.expiresAt})
      ON CONFLICT (list_id, list_index) DO NOTHING`;
    if (changes === 0) return false;
  }
  return true;
}

function matching({ offerId, subjectRef, origin, from, to }: CredentialFilter): Statement {
  const conditions: Statement[] = [];
  if (offerId !== undefined) conditions.push(sql`offer_id = ${offerId}`);
  if (subjectRef !== undefined) conditions.push(sql`subject_ref = ${subjectRef}`);
  if (origin !== undefined) conditions.push(sql`origin = ${origin}`);
  if (from !== undefined) conditions.push(sql`created_at >= ${from}`);
  if (to !== undefined) conditions.push(sql`created_at < ${to}`);
  return allOf(conditions);
}

/** @param which a condition on rows of `issuer_credentials` */
export function* setStatusWhere(which: Statement, status: CredentialStatus): Steps<number> {
  const target = STATUS_VALUES[status];
  const { rows } = yield sql`UPDATE issuer_credentials SET status = ${target}
    WHERE ${which} AND status <> ${target} AND status <> ${STATUS_VALUES.revoked}
    RETURNING list_id`;
  for (const listId of new Set(rows.map((row) => row.list_id as string)))
    yield sql`UPDATE issuer_status_lists SET version = version + 1 WHERE list_id = ${listId}`;
  return rows.length;
}

export function setStatus(filter: CredentialFilter, status: CredentialStatus): Steps<number> {
  return setStatusWhere(matching(filter), status);
}

export function* statusOf(offerId: string): Steps<CredentialStatus[]> {
  const { rows } =
    yield sole`SELECT status FROM issuer_credentials WHERE offer_id = ${offerId} ORDER BY list_index`;
  return rows.map((row) => nameOf(row.status));
}

/** …and where each of them stands, as the credentials themselves say. */
export function* placesOf(offerId: string): Steps<(StatusEntry & { status: CredentialStatus })[]> {
  const { rows } = yield sole`SELECT list_id, list_index, status FROM issuer_credentials
    WHERE offer_id = ${offerId} ORDER BY list_index`;
  return rows.map((row) => ({
    listId: row.list_id as string,
    index: row.list_index as number,
    status: nameOf(row.status),
  }));
}

export function* lists(): Steps<StatusListRecord[]> {
  const { rows } = yield sole`SELECT * FROM issuer_status_lists ORDER BY created_at, list_id`;
  return rows.map(toList);
}

export function* list(listId: string): Steps<StatusListRecord | null> {
  const { rows } = yield sole`SELECT * FROM issuer_status_lists WHERE list_id = ${listId}`;
  return rows[0] === undefined ? null : toList(rows[0]);
}

export function* exceptions(listId: string): Steps<{ index: number; status: CredentialStatus }[]> {
  const { rows } =
    yield sole`SELECT list_index, status FROM issuer_credentials WHERE list_id = ${listId} AND status <> 0`;
  return rows.map((row) => ({ index: row.list_index as number, status: nameOf(row.status) }));
}

/** Lists whose credentials have all expired. */
export function* listsToRetire(at: number): Steps<string[]> {
  const { rows } =
    yield sole`SELECT list_id FROM issuer_status_lists WHERE closed = 1 AND needed_until <= ${at}`;
  return rows.map((row) => row.list_id as string);
}

/** Empties such a list but for the entries that are not valid: until it goes as a whole it says what it always said. */
export function* emptyList(listId: string, most: number): Steps<number> {
  const { changes } = yield sole`DELETE FROM issuer_credentials WHERE list_id = ${listId} AND list_index IN
    (SELECT list_index FROM issuer_credentials WHERE list_id = ${listId} AND status = 0 LIMIT ${most})`;
  return changes;
}

/** A list is needed while one of its credentials lives; its indexes are never given out again, for the list goes with them. */
export function* retireLists(at: number): Steps<void> {
  yield sql`DELETE FROM issuer_credentials WHERE list_id IN
    (SELECT list_id FROM issuer_status_lists WHERE closed = 1 AND needed_until <= ${at})`;
  yield sql`DELETE FROM issuer_status_lists WHERE closed = 1 AND needed_until <= ${at}`;
}
