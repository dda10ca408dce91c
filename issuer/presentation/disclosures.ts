import { createHash } from 'node:crypto';
import { isObject } from '../json-object.ts';
import { PresentationError } from './errors.ts';

const wrong = (why: string) => new PresentationError('presentation/bad-disclosures', why);

/** Claims lie no deeper; a payload that goes on is made to keep us busy. */
const DEEPEST = 10;

/**
 * Puts the disclosed claims into the payload (RFC 9901 §7.1): each disclosure belongs to exactly one digest, and none is
 * left over.
 * @throws PresentationError `presentation/bad-disclosures`
 */
export function discloseClaims(
  payload: Record<string, unknown>,
  disclosures: readonly string[],
): Record<string, unknown> {
  const { _sd_alg: algorithm = 'sha-256' } = payload;
  if (algorithm !== 'sha-256') throw wrong('digests of another algorithm than SHA-256');
  const waiting = new Map<string, unknown[]>();
  for (const text of disclosures) {
    const digest = createHash('sha256').update(text, 'ascii').digest('base64url');
    if (waiting.has(digest)) throw wrong('a disclosure is there twice');
    waiting.set(digest, decoded(text));
  }
  const found = new Set<string>();
  const take = (digest: unknown, length: number): unknown[] | null => {
    if (typeof digest !== 'string') throw wrong('a digest is no text');
    if (found.has(digest)) throw wrong('a digest is there twice');
    found.add(digest);
    const disclosure = waiting.get(digest);
    if (!disclosure) return null;
    if (disclosure.length !== length) throw wrong('a disclosure is of the other form');
    waiting.delete(digest);
    return disclosure;
  };
  const filled = (value: unknown, depth: number): unknown => {
    if (depth > DEEPEST) throw wrong('claims lie too deep');
    if (Array.isArray(value)) {
      return value.flatMap((element) => {
        if (!isObject(element) || !('...' in element)) return [filled(element, depth + 1)];
        const disclosure = take(element['...'], 2);
        return disclosure ? [filled(disclosure[1], depth + 1)] : [];
      });
    }
    if (!isObject(value)) return value;
    const { _sd: digests = [], _sd_alg: _, ...open } = value;
    if (!Array.isArray(digests)) throw wrong('digests are no list');
    const claims = new Map(Object.entries(open).map(([name, inner]) => [name, filled(inner, depth + 1)]));
    for (const digest of digests) {
      const disclosure = take(digest, 3);
      if (!disclosure) continue;
      const [, name, inner] = disclosure;
      if (typeof name !== 'string' || name === '_sd' || name === '...' || claims.has(name)) {
        throw wrong('a disclosed claim has a name it may not have');
      }
      claims.set(name, filled(inner, depth + 1));
    }
    return Object.fromEntries(claims);
  };
  const claims = filled(payload, 0) as Record<string, unknown>;
  if (waiting.size > 0) throw wrong('a disclosure belongs to no digest');
  return claims;
}

function decoded(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(value) && (value.length === 2 || value.length === 3)) return value;
  } catch {
    // Told below, for what is no JSON is no disclosure either.
  }
  throw wrong('a disclosure cannot be read');
}
