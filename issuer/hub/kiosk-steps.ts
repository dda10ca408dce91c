import { type SqlRow, type Steps, sole, sql } from '../store/sql.ts';
import { type KioskGrant, parseGrant } from './grant.ts';

/** Times are milliseconds since the epoch. */
export interface KioskRecord {
  readonly kiosk: number;
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly grant: KioskGrant;
  readonly enrolledAt: number;
  /** Tickets made later are not taken; grows whenever the kiosk is in touch. */
  readonly leaseUntil: number;
  readonly seenAt: number;
  readonly blockedAt: number | null;
}

export function toKiosk(row: SqlRow): KioskRecord {
  return {
    kiosk: row.kiosk as number,
    name: row.name as string,
    publicKey: row.public_key as Uint8Array,
    grant: parseGrant(JSON.parse(row.allowed as string)),
    enrolledAt: Number(row.enrolled_at),
    leaseUntil: Number(row.lease_until),
    seenAt: Number(row.seen_at),
    blockedAt: row.blocked_at === null ? null : Number(row.blocked_at),
  };
}

export interface NewEnrolment {
  codeHash: Uint8Array;
  name: string;
  grant: KioskGrant;
  createdAt: number;
  expiresAt: number;
}

export function* offerEnrolment(made: NewEnrolment): Steps<void> {
  yield sole`INSERT INTO hub_enrolments (code_hash, name, allowed, created_at, expires_at)
    VALUES (${made.codeHash}, ${made.name}, ${JSON.stringify(made.grant)}, ${made.createdAt}, ${made.expiresAt})`;
}

/** Who had this code before, for a kiosk that did not hear the answer and asks again with the same key. */
function* enrolledBefore(codeHash: Uint8Array, publicKey: Uint8Array): Steps<KioskRecord | null> {
  const { rows } =
    yield sql`SELECT * FROM hub_kiosks WHERE code_hash = ${codeHash} AND public_key = ${publicKey}`;
  return rows[0] === undefined ? null : toKiosk(rows[0]);
}

/** Whether this key could be enrolled by this code, or was. Writes nothing. */
export function* goodCode(codeHash: Uint8Array, publicKey: Uint8Array, at: number): Steps<boolean> {
  const { rows } = yield sole`SELECT 1 AS found FROM hub_enrolments
    WHERE code_hash = ${codeHash} AND ((used_at IS NULL AND expires_at > ${at}) OR EXISTS (
      SELECT 1 FROM hub_kiosks k WHERE k.code_hash = hub_enrolments.code_hash AND k.public_key = ${publicKey}))`;
  return rows.length > 0;
}

/** Spends the code and gives the kiosk its number; null when the code is unknown, over, or another kiosk's. */
export function* enrol(codeHash: Uint8Array, publicKey: Uint8Array, at: number): Steps<KioskRecord | null> {
  const { rows } = yield sql`UPDATE hub_enrolments SET used_at = ${at}
    WHERE code_hash = ${codeHash} AND used_at IS NULL AND expires_at > ${at} RETURNING name, allowed`;
  if (rows[0] === undefined) return yield* enrolledBefore(codeHash, publicKey);
  const { name, allowed } = rows[0] as { name: string; allowed: string };
  const counted = yield sql`INSERT INTO hub_counters (name, value) VALUES ('kiosk', 1)
    ON CONFLICT (name) DO UPDATE SET value = hub_counters.value + 1 RETURNING value`;
  const until = at + parseGrant(JSON.parse(allowed)).leaseDays * 86_400_000;
  const made = yield sql`INSERT INTO hub_kiosks
      (kiosk, name, code_hash, public_key, allowed, enrolled_at, lease_until, seen_at)
    VALUES (${counted.rows[0]!.value as number}, ${name}, ${codeHash}, ${publicKey}, ${allowed}, ${at}, ${until}, ${at})
    RETURNING *`;
  return toKiosk(made.rows[0]!);
}

export function* findKiosk(kiosk: number): Steps<KioskRecord | null> {
  const { rows } = yield sole`SELECT * FROM hub_kiosks WHERE kiosk = ${kiosk}`;
  return rows[0] === undefined ? null : toKiosk(rows[0]);
}

/**
 * Locks the row of a kiosk that was not revoked. Whatever a kiosk brings about begins or ends with this: a revocation that
 * comes at the same moment has either found it, or is found here.
 */
export function* lockKiosk(kiosk: number): Steps<boolean> {
  const { rows } = yield sql`UPDATE hub_kiosks SET kiosk = kiosk
    WHERE kiosk = ${kiosk} AND blocked_at IS NULL RETURNING kiosk`;
  return rows.length > 0;
}

export function* listKiosks(): Steps<KioskRecord[]> {
  const { rows } = yield sole`SELECT * FROM hub_kiosks ORDER BY kiosk`;
  return rows.map(toKiosk);
}

export function* renewLease(kiosk: number, until: number, at: number): Steps<void> {
  yield sole`UPDATE hub_kiosks SET lease_until = ${until}, seen_at = ${at}
    WHERE kiosk = ${kiosk} AND blocked_at IS NULL`;
}

export function* setGrant(kiosk: number, grant: KioskGrant): Steps<boolean> {
  const { changes } =
    yield sole`UPDATE hub_kiosks SET allowed = ${JSON.stringify(grant)} WHERE kiosk = ${kiosk}`;
  return changes === 1;
}

export interface TermsRecord {
  digest: string;
  profile: string;
  checks: readonly string[];
}

export function* saveTerms(kiosk: number, { digest, profile, checks }: TermsRecord): Steps<void> {
  yield sole`INSERT INTO hub_terms (kiosk, digest, profile, checks)
    VALUES (${kiosk}, ${digest}, ${profile}, ${JSON.stringify(checks)}) ON CONFLICT (kiosk, digest) DO NOTHING`;
}

export function* findTerms(kiosk: number, digest: string): Steps<TermsRecord | null> {
  const { rows } = yield sole`SELECT * FROM hub_terms WHERE kiosk = ${kiosk} AND digest = ${digest}`;
  const row = rows[0];
  return row === undefined
    ? null
    : { digest, profile: row.profile as string, checks: JSON.parse(row.checks as string) };
}
