import type { Engine } from '../engine.ts';
import { bearerToken } from '../http/bearer.ts';
import { unauthorized } from '../http/protocol-error.ts';
import { sha256 } from '../secrets.ts';
import type { OfferRecord } from '../store/store.ts';

/**
 * The offer a request's access token was given for, while that token lives.
 * @throws ProtocolError 401 otherwise
 */
export async function authorizedOffer(
  engine: Engine,
  request: Request,
): Promise<{ record: OfferRecord; token: string }> {
  const token = bearerToken(request);
  await engine.expire();
  const record = await engine.store.byToken(sha256(token));
  if (record === null || record.expiresAt <= engine.clock())
    throw unauthorized('invalid_token', 'the access token is unknown or expired');
  engine.rate.spend(record.offerId);
  return { record, token };
}
