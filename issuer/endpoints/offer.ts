import { type Engine, inTime } from '../engine.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { privateJson } from '../http/reply.ts';
import { credentialOffer } from '../offer-form.ts';
import { codeOfHandle, sha256 } from '../secrets.ts';
import { REDEEMABLE, REDEEMED } from '../states.ts';
import { storedTxCode, txCodeObject } from '../tx-code.ts';

/**
 * The credential offer by reference (OpenID4VCI 1.0 §4.1.3). Asking twice is harmless: phones fetch links ahead, and
 * single use is enforced at the token endpoint.
 */
export async function offerEndpoint(engine: Engine, request: Request, handle: string): Promise<Response> {
  const hash = sha256(handle);
  const record = await inTime(engine, () => engine.store.byHandle(hash));
  if (record === null || record.variant !== engine.variant)
    throw new ProtocolError(404, 'not_found', 'there is no such offer');
  engine.rate.spend(record.offerId);
  if (REDEEMED.includes(record.state)) engine.announce(record, record.state, 'used-again');
  if (!REDEEMABLE.includes(record.state))
    throw new ProtocolError(410, 'offer_closed', `the offer is no longer open: ${record.state}`);
  const txCode =
    record.txCodeHash === null
      ? null
      : txCodeObject(storedTxCode(record.txCodeForm), request.headers.get('accept-language'));
  if (await engine.store.move(record.offerId, ['created'], 'retrieved', engine.clock())) {
    engine.announce(record, 'retrieved');
    if (
      txCode !== null &&
      (await engine.store.move(record.offerId, ['retrieved'], 'code-asked', engine.clock()))
    )
      engine.announce(record, 'code-asked');
  }
  return privateJson(credentialOffer(engine, record.configurationId, codeOfHandle(handle), txCode));
}
