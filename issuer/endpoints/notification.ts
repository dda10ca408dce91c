import type { Engine } from '../engine.ts';
import { readJsonObject } from '../http/body.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { noContent } from '../http/reply.ts';
import { sameBytes, sha256 } from '../secrets.ts';
import type { OfferState } from '../types.ts';
import { authorizedOffer } from './access.ts';

const OUTCOME = new Map<unknown, OfferState>([
  ['credential_accepted', 'accepted'],
  ['credential_failure', 'refused'],
  ['credential_deleted', 'refused'],
]);

/**
 * Notification endpoint, OpenID4VCI 1.0 §11. The first word of the wallet stands; saying it again, or something else
 * later, is answered alike and changes nothing.
 */
export async function notificationEndpoint(engine: Engine, request: Request): Promise<Response> {
  const { record } = await authorizedOffer(engine, request);
  const body = await readJsonObject(request, 'invalid_notification_request');
  const { notification_id: id, event } = body;
  const outcome = OUTCOME.get(event);
  if (typeof id !== 'string' || outcome === undefined)
    throw new ProtocolError(
      400,
      'invalid_notification_request',
      'notification_id or event is missing or not known',
    );
  if (record.notificationHash === null || !sameBytes(record.notificationHash, sha256(id)))
    throw new ProtocolError(400, 'invalid_notification_id', 'the notification_id is not one of this token');
  if (await engine.store.move(record.offerId, ['issued'], outcome, engine.clock()))
    engine.announce(record, outcome);
  return noContent();
}
