import { type Engine, inTime } from '../engine.ts';
import { presentedToken, unauthorized } from '../http/access-token.ts';
import { dpopThumbprint } from '../http/dpop.ts';
import { sha256 } from '../secrets.ts';
import type { OfferRecord } from '../store/store.ts';

/**
 * The offer a request's access token was given for, while that token lives. A token bound to a key (RFC 9449 §7) is good
 * only with a proof by that key, and never as a bearer token.
 * @throws ProtocolError 401 otherwise
 */
export async function authorizedOffer(
  engine: Engine,
  request: Request,
): Promise<{ record: OfferRecord; token: string }> {
  const { token, scheme } = presentedToken(request);
  const hash = sha256(token);
  const record = await inTime(engine, () => engine.store.byToken(hash));
  if (record === null || record.variant !== engine.variant || record.expiresAt <= engine.clock())
    throw unauthorized('the access token is unknown or expired');
  engine.rate.spend(record.offerId);
  if ((scheme === 'DPoP') !== (record.keyThumbprint !== null))
    throw unauthorized('the access token is not of this type');
  if (
    record.keyThumbprint !== null &&
    (await dpopThumbprint(engine, request, token)) !== record.keyThumbprint
  )
    throw unauthorized('the access token is bound to another key');
  return { record, token };
}
