import { OPEN, REDEEMABLE } from '../states.ts';
import type { OfferState, Variant } from '../types.ts';
import { Raw, type SqlRow, type Statement, type Steps, sole, sql, Undo } from './sql.ts';
import { take } from './status-steps.ts';
import type {
  DeferOutcome,
  IssueOutcome,
  NewOffer,
  NewToken,
  OfferRecord,
  Places,
  SpentNonce,
} from './store.ts';

/** Milliseconds come as text from a database whose 64-bit integers a number could not hold. */
function toRecord(row: SqlRow): OfferRecord {
  return {
    offerId: row.offer_id as string,
    subjectRef: row.subject_ref as string,
    origin: row.origin as string,
    variant: row.variant as Variant,
    configurationId: row.configuration_id as string,
    state: row.state as OfferState,
    txCodeHash: row.tx_code_hash as Uint8Array | null,
    txCodeForm: row.tx_code_form as string | null,
    wrongCodes: row.wrong_codes as number,
    held: row.held === 1,
    keyThumbprint: row.key_thumbprint as string | null,
    identified: row.identified === 1,
    transactionHash: row.transaction_hash as Uint8Array | null,
    sealedClaims: row.sealed_claims as string | null,
    sealedKeys: row.sealed_keys as string | null,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    changedAt: Number(row.changed_at),
    notificationHash: row.notification_hash as Uint8Array | null,
  };
}

const listed = (states: readonly OfferState[]): Raw =>
  new Raw(`(${states.map((state) => `'${state}'`).join(', ')})`);
const redeemable = listed(REDEEMABLE);
const open = listed(OPEN);
const flag = (value: boolean): number => (value ? 1 : 0);

export function* insert(offer: NewOffer): Steps<void> {
  yield sole`INSERT INTO issuer_offers (offer_id, subject_ref, origin, variant, configuration_id, state, handle_hash,
      code_hash, tx_code_hash, tx_code_form, held, sealed_claims, created_at, expires_at, changed_at)
    VALUES (${offer.offerId}, ${offer.subjectRef}, ${offer.origin}, ${offer.variant}, ${offer.configurationId},
      'created', ${offer.handleHash}, ${offer.codeHash}, ${offer.txCodeHash}, ${offer.txCodeForm}, ${flag(offer.held)},
      ${offer.sealedClaims}, ${offer.createdAt}, ${offer.expiresAt}, ${offer.createdAt})`;
}

export function* find(
  column: 'offer_id' | 'handle_hash' | 'code_hash' | 'token_hash',
  value: string | Uint8Array,
): Steps<OfferRecord | null> {
  const { rows } = yield sole`SELECT * FROM issuer_offers WHERE ${new Raw(column)} = ${value}`;
  return rows[0] === undefined ? null : toRecord(rows[0]);
}

export function* move(
  offerId: string,
  from: readonly OfferState[],
  to: OfferState,
  at: number,
): Steps<boolean> {
  const forget = new Raw(OPEN.includes(to) ? '' : ', sealed_claims = NULL, sealed_keys = NULL');
  const { changes } = yield sole`UPDATE issuer_offers SET state = ${to}, changed_at = ${at}${forget}
    WHERE offer_id = ${offerId} AND state IN ${listed(from)}`;
  return changes === 1;
}

export function* countWrongCode(offerId: string, limit: number, at: number): Steps<number | null> {
  const { rows } = yield sole`UPDATE issuer_offers SET wrong_codes = wrong_codes + 1, changed_at = ${at},
      state = CASE WHEN wrong_codes + 1 >= ${limit} THEN 'locked' ELSE 'code-wrong' END,
      sealed_claims = CASE WHEN wrong_codes + 1 >= ${limit} THEN NULL ELSE sealed_claims END
    WHERE offer_id = ${offerId} AND state IN ${redeemable} AND expires_at > ${at}
    RETURNING wrong_codes`;
  return (rows[0]?.wrong_codes as number | undefined) ?? null;
}

export function* redeem(offerId: string, token: NewToken, at: number): Steps<boolean> {
  const { changes } = yield sole`UPDATE issuer_offers SET state = 'token', token_hash = ${token.hash},
      sealed_claims = ${token.sealedClaims}, key_thumbprint = ${token.keyThumbprint},
      identified = ${flag(token.identified)}, changed_at = ${at}, expires_at = ${token.expiresAt}
    WHERE offer_id = ${offerId} AND token_hash IS NULL AND state IN ${redeemable} AND expires_at > ${at}`;
  return changes === 1;
}

const spending = ({ hash, expiresAt }: SpentNonce): Statement =>
  sql`INSERT INTO issuer_spent_nonces (hash, expires_at) VALUES (${hash}, ${expiresAt})
    ON CONFLICT (hash) DO NOTHING`;

export function* spend(nonce: SpentNonce): Steps<boolean> {
  const { changes } = yield { ...spending(nonce), sole: true };
  return changes === 1;
}

/** In one order for all, so that two who spend the same nonces wait for each other instead of for ever. */
function* spendAll<T>(nonces: readonly SpentNonce[], otherwise: T): Steps<void> {
  for (const nonce of nonces.toSorted((a, b) => Buffer.compare(a.hash, b.hash))) {
    const { changes } = yield spending(nonce);
    if (changes === 0) throw new Undo(otherwise);
  }
}

export function* issue(
  offerId: string,
  nonces: readonly SpentNonce[],
  notificationHash: Uint8Array,
  at: number,
  places?: Places,
): Steps<IssueOutcome> {
  const { rows } =
    yield sql`UPDATE issuer_offers SET state = 'issued', sealed_claims = NULL, sealed_keys = NULL,
      notification_hash = ${notificationHash}, changed_at = ${at}
    WHERE offer_id = ${offerId} AND state IN ('token', 'deferred') AND held = 0 AND expires_at > ${at}
    RETURNING *`;
  if (rows[0] === undefined) return 'closed';
  yield* spendAll<IssueOutcome>(nonces, 'nonce-used');
  if (places !== undefined && !(yield* take(toRecord(rows[0]), places)))
    throw new Undo<IssueOutcome>('place-taken');
  return 'issued';
}

export function* defer(
  offerId: string,
  nonces: readonly SpentNonce[],
  deferred: { transactionHash: Uint8Array; sealedKeys: string },
  at: number,
): Steps<DeferOutcome> {
  const { changes } =
    yield sql`UPDATE issuer_offers SET state = 'deferred', sealed_keys = ${deferred.sealedKeys},
      transaction_hash = ${deferred.transactionHash}, changed_at = ${at}
    WHERE offer_id = ${offerId} AND state = 'token' AND held = 1 AND expires_at > ${at}`;
  if (changes === 0) return 'closed';
  yield* spendAll<DeferOutcome>(nonces, 'nonce-used');
  return 'deferred';
}

export function* release(offerId: string, at: number): Steps<boolean> {
  const { changes } = yield sole`UPDATE issuer_offers SET held = 0, changed_at = ${at}
    WHERE offer_id = ${offerId} AND held = 1 AND state IN ${open} AND expires_at > ${at}`;
  return changes === 1;
}

export function* anyDue(at: number): Steps<boolean> {
  const { rows } =
    yield sole`SELECT 1 AS due FROM issuer_offers WHERE expires_at <= ${at} AND state IN ${open} LIMIT 1`;
  return rows.length > 0;
}

export function* expire(at: number, most: number): Steps<OfferRecord[]> {
  const { rows } =
    yield sole`UPDATE issuer_offers SET state = 'expired', sealed_claims = NULL, sealed_keys = NULL, changed_at = ${at}
    WHERE offer_id IN (SELECT offer_id FROM issuer_offers WHERE expires_at <= ${at} AND state IN ${open} LIMIT ${most})
      AND expires_at <= ${at} AND state IN ${open}
    RETURNING *`;
  return rows.map(toRecord);
}

export function* forgetNonces(at: number, most: number): Steps<number> {
  const { changes } = yield sole`DELETE FROM issuer_spent_nonces WHERE hash IN
    (SELECT hash FROM issuer_spent_nonces WHERE expires_at <= ${at} ORDER BY expires_at LIMIT ${most})`;
  return changes;
}

export function* forgetOffers(before: number, most: number): Steps<number> {
  const { changes } = yield sole`DELETE FROM issuer_offers WHERE offer_id IN
    (SELECT offer_id FROM issuer_offers WHERE changed_at < ${before} AND state NOT IN ${open}
      ORDER BY changed_at LIMIT ${most})`;
  return changes;
}
