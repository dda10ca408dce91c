import type { Configuration, Engine } from './engine.ts';
import { IssuerError } from './errors.ts';
import { encodeCredential, signerOf } from './formats/index.ts';
import { outcomeError } from './http/credential-error.ts';
import type { SigningKey } from './keys/index.ts';
import type { VerifiedProofs } from './proofs/index.ts';
import { randomToken, sha256 } from './secrets.ts';
import type { ReservedPlace } from './status/index.ts';
import type { OfferRecord } from './store/store.ts';
import type { StatusReference } from './types.ts';
import { validity } from './validity.ts';

export type IssuedCredentials = { credentials: { credential: string }[]; notification_id: string };

/** Tries, should somebody else be given the same place in a status list in the same moment: one in thousands is. */
const TRIES = 5;

/**
 * Signs one credential for each holder's key, each with a place of its own in a status list and its own salts, and closes
 * the offer in the same moment: of several requests one gets its credentials, the others nothing.
 * @returns the members of the credential response (OpenID4VCI 1.0 §8.3)
 * @throws ProtocolError invalid_nonce, credential_request_denied
 * @throws IssuerError issuer/no-status: where credentials shall have a status, none is given without
 */
export async function issueCredentials(
  engine: Engine,
  record: OfferRecord,
  configuration: Configuration,
  claims: Record<string, unknown>,
  proofs: VerifiedProofs,
): Promise<IssuedCredentials> {
  const { profile, shape } = configuration;
  const { holders } = proofs;
  const key = await signerOf(engine.keys, shape);
  const valid = validity(engine.clock(), profile.validityDays, key.notAfter);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const places = (await engine.status?.reserve(record, holders.length, valid.exp * 1000)) ?? null;
    try {
      const issued = await signAndClose(engine, record, configuration, claims, proofs, {
        key,
        valid,
        places,
      });
      if (issued !== null) return issued;
    } catch (error) {
      // A place is what a credential is known by later: where none was given, none is to be known.
      if (places !== null) await engine.status?.giveBack?.(places).catch(() => {});
      throw error;
    }
  }
  throw new IssuerError('issuer/no-status', 'no place in a status list was free');
}

interface Prepared {
  readonly key: SigningKey;
  readonly valid: ReturnType<typeof validity>;
  readonly places: readonly ReservedPlace[] | null;
}

const referenceOf = ({ idx, uri }: ReservedPlace): StatusReference => ({ idx, uri });

/** Null when a place was taken meanwhile; nothing has happened then. */
async function signAndClose(
  engine: Engine,
  record: OfferRecord,
  { profile, shape }: Configuration,
  claims: Record<string, unknown>,
  { holders, nonces }: VerifiedProofs,
  { key, valid, places }: Prepared,
): Promise<IssuedCredentials | null> {
  if (places !== null && places.length !== holders.length)
    throw new IssuerError('issuer/no-status', 'not every credential has a place in a status list');
  const credentials = await Promise.all(
    holders.map(async (holder, i) => ({
      credential: await encodeCredential(
        {
          issuerUrl: engine.issuerUrl,
          typesUrl: engine.typesUrl,
          profile,
          configuration: shape,
          claims,
          holder,
          validity: valid,
          status: places === null ? null : referenceOf(places[i]!),
        },
        key,
        engine.random,
      ),
    })),
  );
  const notificationId = randomToken(engine.random, 16);
  const now = engine.clock();
  const entries = (places ?? []).flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
  const outcome = await engine.store.issue(record.offerId, nonces, sha256(notificationId), now, {
    entries,
    at: now,
    expiresAt: valid.exp * 1000,
  });
  if (outcome === 'place-taken') return null;
  if (outcome !== 'issued') throw outcomeError(outcome);
  engine.announce(record, 'issued');
  return { credentials, notification_id: notificationId };
}
