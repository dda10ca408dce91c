import { charter, rawPublicKey } from '../../../../issuer/hub/index.ts';
import { digestOf, type TicketTerms } from '../../../../issuer/ticket/index.ts';
import { callHub, readAnswer } from './client.ts';
import { KioskHubError } from './errors.ts';
import type { Membership } from './membership.ts';

export interface JoinOptions {
  /** The hub's address, as `hub serve` says it. */
  url: string;
  /** As `hub enrol` says it. */
  code: string;
  /** The credential profile and the checks this kiosk speaks of. */
  terms: TicketTerms;
  membership: Membership;
  now: () => number;
}

/** The charter speaks of what this kiosk has. @throws KioskHubError `kiosk-hub/other-terms` */
export function assertTerms(terms: TicketTerms, digest: string): void {
  if (Buffer.from(digestOf(terms)).toString('hex') !== digest)
    throw new KioskHubError('kiosk-hub/other-terms', 'kiosk and hub have different credential profiles');
}

/**
 * Makes this kiosk one of the hub's, with a new key of its own; a membership of before is replaced. Tried again with the
 * same code it brings the same key, so that a lost answer costs nothing.
 * @throws KioskHubError
 */
export async function joinHub({ url, code, terms, membership, now }: JoinOptions): Promise<void> {
  const { key, text } = await membership.keyFor(url, code);
  const answer = await callHub({
    hub: url,
    kiosk: null,
    key,
    method: 'POST',
    path: 'enrol',
    body: {
      code,
      public_key: Buffer.from(rawPublicKey(key)).toString('base64url'),
      profile: terms.profile.id,
      checks: terms.checks,
      digest: Buffer.from(digestOf(terms)).toString('hex'),
    },
    now: now(),
  });
  const given = readAnswer(charter, answer);
  if (given.hub !== url)
    throw new KioskHubError('kiosk-hub/bad-answer', 'the hub calls itself by another address');
  assertTerms(terms, given.profile.digest);
  await membership.begin({
    version: 1,
    privateKey: text,
    charter: given,
    sequence: 0,
    minted: [],
    told: [],
    reserves: [],
    made: { day: 0, count: 0 },
    latest: now(),
    syncedAt: now(),
  });
}
