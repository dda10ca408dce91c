import { readText } from '../http/body.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { sha256 } from '../secrets.ts';
import type { HubContext } from './context.ts';
import { HubError } from './errors.ts';
import { findKiosk, type KioskRecord } from './kiosk-steps.ts';
import { MAX_KIOSK_BODY } from './protocol.ts';
import { ed25519Key, readSignature } from './signed-request.ts';

export interface KioskRequest {
  readonly kiosk: KioskRecord;
  /** The body; an empty object when there is none. */
  readonly body: unknown;
  readonly url: URL;
}

const unauthorized = (message: string) =>
  new ProtocolError(401, 'invalid_kiosk', message, { 'WWW-Authenticate': 'Kiosk' });

export const kioskRevoked = () => new ProtocolError(403, 'kiosk_revoked', 'this kiosk was revoked');

/** @throws ProtocolError 400 */
export function parseBody(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ProtocolError(400, 'invalid_request', 'the body is not JSON');
  }
}

/**
 * Checks that a request is signed by the key, and was not made before.
 * @throws ProtocolError 401
 */
export async function believeRequest(
  hub: HubContext,
  request: Request,
  publicKey: Uint8Array,
  body: string,
): Promise<void> {
  const url = new URL(request.url);
  try {
    const { jti, until } = readSignature(request.headers.get('authorization')).verify(ed25519Key(publicKey), {
      hub: hub.url,
      method: request.method,
      path: `${url.pathname}${url.search}`,
      body,
      now: hub.clock(),
    });
    const hash = sha256(`kiosk request ${Buffer.from(publicKey).toString('hex')} ${jti}`);
    if (!(await hub.store.spend({ hash, expiresAt: until })))
      throw unauthorized('this request was made before');
  } catch (error) {
    if (error instanceof HubError) throw unauthorized(error.message);
    throw error;
  }
}

/**
 * The enrolled kiosk that made a request.
 * @throws ProtocolError 401 `invalid_kiosk`, 403 `kiosk_revoked`
 */
export async function kioskRequest(hub: HubContext, request: Request): Promise<KioskRequest> {
  const body = await readText(request, MAX_KIOSK_BODY);
  let number: number | null;
  try {
    number = readSignature(request.headers.get('authorization')).kiosk;
  } catch (error) {
    throw unauthorized((error as Error).message);
  }
  const kiosk = number === null ? null : await hub.driver.run(() => findKiosk(number));
  if (kiosk === null) throw unauthorized('no kiosk of this number is enrolled');
  await believeRequest(hub, request, kiosk.publicKey, body);
  if (kiosk.blockedAt !== null) throw kioskRevoked();
  return { kiosk, body: parseBody(body), url: new URL(request.url) };
}
