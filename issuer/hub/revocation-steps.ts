import { type Steps, sql } from '../store/sql.ts';
import { STATUS_VALUES, setStatusWhere } from '../store/status-steps.ts';
import { originOf } from './context.ts';
import { lockKiosk } from './kiosk-steps.ts';

/**
 * Milliseconds after issuance in which a kiosk may revoke: longer than any visit. Whoever steals its key is not to revoke
 * all it ever brought about; later it takes the hub's own staff.
 */
export const REVOCABLE_MS = 86_400_000;

/** What was issued to whom, on an offer that the issuer may have forgotten. */
export interface IssuedOffer {
  readonly subjectRef: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
}

/** Null where nothing was issued on the offer, or it is not the kiosk's. */
export function* issuedOn(kiosk: number, offerId: string): Steps<IssuedOffer | null> {
  const { rows } = yield sql`SELECT subject_ref, created_at FROM issuer_credentials
    WHERE offer_id = ${offerId} AND origin = ${originOf(kiosk)} ORDER BY created_at LIMIT 1`;
  const row = rows[0];
  return row === undefined
    ? null
    : { subjectRef: row.subject_ref as string, issuedAt: Number(row.created_at) };
}

/**
 * Revokes what was issued on an offer of the kiosk. The kiosk's row is locked first: it may be revoked itself meanwhile.
 * @returns whether there was something, and all of it is revoked now
 */
export function* revokeOffer(
  kiosk: number,
  offerId: string,
  at: number,
): Steps<'revoked' | 'not-revoked' | 'kiosk-blocked'> {
  if (!(yield* lockKiosk(kiosk))) return 'kiosk-blocked';
  const offer = yield sql`SELECT notification_hash FROM issuer_offers WHERE offer_id = ${offerId}`;
  // A place in a status list alone is no credential.
  if (offer.rows[0]?.notification_hash === null) return 'not-revoked';
  const which = sql`offer_id = ${offerId} AND origin = ${originOf(kiosk)}`;
  yield* setStatusWhere(sql`${which} AND created_at > ${at - REVOCABLE_MS}`, 'revoked');
  const { rows } = yield sql`SELECT status FROM issuer_credentials WHERE ${which}`;
  const all = rows.length > 0 && rows.every(({ status }) => status === STATUS_VALUES.revoked);
  return all ? 'revoked' : 'not-revoked';
}
