import { createHash, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { HubError } from './errors.ts';
import { CLOCK_DRIFT } from './protocol.ts';

/**
 * A kiosk's request carries `Authorization: Kiosk JWT`: one JWT (RFC 7519, EdDSA) for this request alone, which names
 * hub, method, path and the hash of the body.
 */
const TYPE = 'proofdesk-kiosk-request+jwt';
const SCHEME = 'Kiosk ';

const header = z.object({
  typ: z.literal(TYPE),
  alg: z.literal('EdDSA'),
  kid: z.string().max(20).optional(),
});
const payload = z.object({
  aud: z.string(),
  iat: z.number(),
  jti: z.string().min(16).max(64),
  htm: z.string(),
  htp: z.string(),
  /** SHA-256 of the body; of nothing when there is none. */
  bod: z.string(),
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const digest = (body: string) => createHash('sha256').update(body, 'utf8').digest('base64url');
const refuse = (message: string) => new HubError('hub/bad-request-signature', message);

export interface RequestToSign {
  /** The hub's identifier. */
  hub: string;
  method: string;
  /** Path and query, as sent. */
  path: string;
  body: string;
  /** Milliseconds since the epoch. */
  now: number;
  /** Null before the kiosk has a number. */
  kiosk: number | null;
}

/** @param key Ed25519 @returns the value of the Authorization header */
export function signRequest(request: RequestToSign, key: KeyObject): string {
  const { kiosk, hub, method, path, body, now } = request;
  const head = { typ: TYPE, alg: 'EdDSA', ...(kiosk === null ? {} : { kid: String(kiosk) }) };
  const claims: z.infer<typeof payload> = {
    aud: hub,
    iat: Math.floor(now / 1000),
    jti: randomBytes(16).toString('base64url'),
    htm: method,
    htp: path,
    bod: digest(body),
  };
  const signed = `${encode(head)}.${encode(claims)}`;
  return `${SCHEME}${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}

export interface SignedRequest {
  /** The number it names; null when it names none. Not yet believed. */
  readonly kiosk: number | null;
  /**
   * Believes it, except that it might be a repetition.
   * @returns what must not be used twice, and until when it has to be remembered (milliseconds)
   * @throws HubError `hub/bad-request-signature`
   */
  verify(key: KeyObject, actual: Omit<RequestToSign, 'kiosk'>): { jti: string; until: number };
}

function parse<T>(part: string | undefined, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')));
  } catch {
    throw refuse('the signature of the request is not of its form');
  }
}

/** @throws HubError `hub/bad-request-signature` */
export function readSignature(authorization: string | null): SignedRequest {
  if (!authorization?.startsWith(SCHEME)) throw refuse('the request is not signed');
  const [first, second, third, ...more] = authorization.slice(SCHEME.length).split('.');
  const { kid } = parse(first, header);
  const claims = parse(second, payload);
  if (third === undefined || more.length > 0) throw refuse('the signature of the request is not of its form');
  return {
    kiosk: kid !== undefined && /^[1-9]\d{0,8}$/.test(kid) ? Number(kid) : null,
    verify(key, { hub, method, path, body, now }) {
      if (!verify(null, Buffer.from(`${first}.${second}`), key, Buffer.from(third, 'base64url')))
        throw refuse('the kiosk did not sign this request');
      if (claims.aud !== hub) throw refuse('the request is for another hub');
      if (claims.htm !== method || claims.htp !== path || claims.bod !== digest(body))
        throw refuse('the signature is of another request');
      if (Math.abs(claims.iat - now / 1000) > CLOCK_DRIFT)
        throw refuse('the clocks of kiosk and hub differ too much');
      return { jti: claims.jti, until: (claims.iat + 2 * CLOCK_DRIFT) * 1000 };
    },
  };
}

/** @param raw 32 bytes (RFC 8032) */
export function ed25519Key(raw: Uint8Array): KeyObject {
  const x = Buffer.from(raw).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** The public half of an Ed25519 key, 32 bytes. */
export function rawPublicKey(key: KeyObject): Uint8Array {
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return new Uint8Array(Buffer.from(x ?? '', 'base64url'));
}
