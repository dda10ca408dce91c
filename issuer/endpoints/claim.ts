import { claimPage, claimPolicy, claimWords } from '../claim-page.ts';
import { type Engine, inTime } from '../engine.ts';
import { preferredLanguage } from '../http/language.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { offerLink } from '../offers.ts';
import { sha256 } from '../secrets.ts';
import { REDEEMABLE } from '../states.ts';

/**
 * The claim page: for a phone whose camera finds no app for the offer's own scheme. It calls the wallet by the same link, and
 * says which can be installed. Nobody has taken the offer by looking at it.
 */
export async function claimEndpoint(engine: Engine, request: Request, handle: string): Promise<Response> {
  const hash = sha256(handle);
  const record = await inTime(engine, () => engine.store.byHandle(hash));
  if (record === null || record.variant !== engine.variant)
    throw new ProtocolError(404, 'not_found', 'there is no such offer');
  engine.rate.spend(record.offerId);
  const open = REDEEMABLE.includes(record.state);
  const language = preferredLanguage(claimWords, request.headers.get('accept-language'));
  const page = claimPage(
    language,
    engine.displayName,
    open
      ? {
          link: offerLink(engine, handle),
          asksForCode: record.txCodeHash !== null,
          wallets: engine.wallets,
        }
      : null,
  );
  return new Response(page, {
    status: open ? 200 : 410,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': language,
      'Content-Security-Policy': claimPolicy,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
