import { createHash } from 'node:crypto';
import { isObject } from '../json-object.ts';
import { randomToken } from '../secrets.ts';
import type { RandomSource } from '../types.ts';

/** RFC 9901 §4.2: 128 bits of salt. */
const SALT_BYTES = 16;

const digest = (text: string): string => createHash('sha256').update(text, 'ascii').digest('base64url');

export interface HiddenClaims {
  /** What goes into `_sd` (RFC 9901 §4.2.4.1), sorted, so that their order says nothing of the claims'. */
  digests: string[];
  /** The encoded disclosures, those of inner claims before the one that holds their digests. */
  disclosures: string[];
}

/**
 * Makes every member of `claims` disclosable on its own; a member that is an object and a prefix of one of `nested`
 * becomes a recursive disclosure (RFC 9901 §4.2.6), its own named members disclosable one by one.
 */
export function hideClaims(
  claims: Record<string, unknown>,
  nested: readonly (readonly string[])[],
  random: RandomSource,
  decoys = 0,
): HiddenClaims {
  const digests: string[] = [];
  const disclosures: string[] = [];
  for (const [name, value] of Object.entries(claims)) {
    const inner = nested.filter((path) => path.length > 1 && path[0] === name).map((path) => path.slice(1));
    let shown = value;
    if (inner.length > 0 && isObject(value)) {
      const hidden = hideClaims(
        Object.fromEntries(Object.entries(value).filter(([key]) => inner.some((path) => path[0] === key))),
        inner,
        random,
      );
      disclosures.push(...hidden.disclosures);
      const open = Object.entries(value).filter(([key]) => !inner.some((path) => path[0] === key));
      shown = { ...Object.fromEntries(open), _sd: hidden.digests };
    }
    const disclosure = Buffer.from(JSON.stringify([randomToken(random, SALT_BYTES), name, shown])).toString(
      'base64url',
    );
    disclosures.push(disclosure);
    digests.push(digest(disclosure));
  }
  for (let i = 0; i < decoys; i += 1) digests.push(digest(randomToken(random, 32)));
  return { digests: digests.sort(), disclosures };
}
