import { createHash, timingSafeEqual } from 'node:crypto';

/** Says which kiosk asks, or null when nobody knows it. */
export type AuthenticateKiosk = (request: Request) => Promise<string | null>;

const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();

/**
 * Kiosks by bearer tokens of their own, for a relay without enrolment. Every token is compared, in constant time.
 * @param tokens by kiosk; at least 32 random characters each
 */
export function bearerKiosks(tokens: Readonly<Record<string, string>>): AuthenticateKiosk {
  const known = Object.entries(tokens).map(([kiosk, token]) => ({ kiosk, hash: digest(token) }));
  return async (request) => {
    const [, token] = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
    if (token === undefined) return null;
    const hash = digest(token);
    let found: string | null = null;
    for (const one of known) if (timingSafeEqual(one.hash, hash)) found = one.kiosk;
    return found;
  };
}
