import { randomBytes } from 'node:crypto';
import { type Configuration, type Engine, type Requirements, triesLeft, type WalletApp } from './engine.ts';
import { IssuerError } from './errors.ts';
import { HAIP_FORMATS } from './forms.ts';
import { OfferRate } from './http/rate.ts';
import type { IssuerKeys } from './keys/index.ts';
import { type Logo, placedLogo } from './logo.ts';
import { NonceMint } from './nonces.ts';
import type { Presentations } from './presentation/index.ts';
import type { CredentialProfile } from './profile/index.ts';
import type { Progress } from './progress.ts';
import type { KeyAttestationDemand } from './proofs/index.ts';
import { StatusLists, type StatusPort } from './status/index.ts';
import type { IssuerStore } from './store/store.ts';
import { AttesterTrust } from './trust.ts';
import type { Clock, RandomSource } from './types.ts';
import { checkIssuerUrl } from './url.ts';

const BATCH_SIZE = 10;

/** The second identifier, with the demands of HAIP 1.0 as far as the pre-authorized code flow, which HAIP leaves out, can meet them. */
export interface HaipOptions {
  /** On the same host as the first. */
  issuerUrl: string;
  /** Roots of the wallet providers whose attestations count, as PEM; at least one. */
  attestersPem: readonly string[];
  /** Whether the wallet must attest itself at the token endpoint; true when not given. */
  walletAttestation?: boolean;
  /** What the attested keys must be; any attested key when not given. */
  keyAttestation?: KeyAttestationDemand;
}

export interface IssuerOptions {
  /** Requests to present what is issued here; their addresses are under the issuer identifier. */
  presentations?: Pick<Presentations, 'handle'>;
  /** Credential issuer identifier: https (http on loopback alone), no query, no fragment, no slash at the end. */
  issuerUrl: string;
  haip?: HaipOptions;
  /** What wallets show as the issuer's name. */
  displayName: string;
  /** Served under the first identifier; shown with it, and with the credentials whose profile has none of its own. */
  logo?: Logo;
  /** What the claim page says can be installed, with addresses that are https. */
  wallets?: readonly WalletApp[];
  store: IssuerStore;
  /** Their leaf must name every identifier. */
  keys: IssuerKeys;
  profiles: readonly CredentialProfile[];
  /** How many copies of a credential a wallet may ask for at once; 10 when not given, 1 for no batches. */
  batchSize?: number;
  /**
   * `hosted` keeps status lists in the store and serves them under the identifier, which must then be reachable for the
   * credentials' whole life; a port takes places in lists hosted elsewhere. Credentials have no status when not given.
   */
  status?: 'hosted' | StatusPort;
  /** Entries of a hosted status list; 131072 when not given. */
  statusListSize?: number;
  clock?: Clock;
  random?: RandomSource;
  /** How long ended offers, by then without personal data, are remembered; 24 hours when not given. */
  retentionMs?: number;
  /** Told of what should not have happened; wallets are told server_error and no more. */
  report?: (error: unknown) => void;
}

function configurationsOf(profiles: readonly CredentialProfile[]): Map<string, Configuration> {
  const configurations = new Map<string, Configuration>();
  for (const profile of profiles)
    for (const shape of profile.configurations) {
      if (configurations.has(shape.id))
        throw new IssuerError('issuer/bad-profile', `two configurations are called ${shape.id}`);
      configurations.set(shape.id, { id: shape.id, shape, profile });
    }
  return configurations;
}

function trustOf({ attestersPem }: HaipOptions, clock: Clock): AttesterTrust {
  const bad = (message: string, cause?: unknown) =>
    new IssuerError('issuer/bad-attesters', message, { cause });
  if (attestersPem.length === 0) throw bad('no wallet provider is trusted, so no wallet could be served');
  try {
    return new AttesterTrust(attestersPem, clock);
  } catch (cause) {
    throw bad('the certificate of a wallet provider cannot be used', cause);
  }
}

const OPEN: Requirements = { dpop: false, walletAttestation: false, keyAttestation: null };

/** The same engine under a second identifier, with its own demands. */
function attested(open: Engine, haip: HaipOptions): Engine {
  const issuerUrl = checkIssuerUrl(haip.issuerUrl);
  if (issuerUrl === open.issuerUrl || new URL(issuerUrl).origin !== new URL(open.issuerUrl).origin)
    throw new IssuerError('issuer/bad-url', 'the identifiers need one host and different paths');
  return {
    ...open,
    variant: 'haip',
    issuerUrl,
    nonces: new NonceMint(issuerUrl, open.clock, open.random, () => open.keys.secret('nonces')),
    statusLists: null,
    configurations: new Map(
      [...open.configurations].filter(([, { shape }]) => HAIP_FORMATS.includes(shape.format)),
    ),
    attesters: trustOf(haip, open.clock),
    requirements: {
      dpop: true,
      walletAttestation: haip.walletAttestation ?? true,
      keyAttestation: haip.keyAttestation ?? {},
    },
  };
}

/** One engine for each identifier; no second one when it is not offered. */
export type Engines = Record<'open', Engine> & Record<'haip', Engine | null>;

/**
 * One engine for each identifier, all over the same store, keys and profiles.
 * @throws IssuerError issuer/bad-url, issuer/bad-profile, issuer/bad-attesters
 */
export function createEngines(options: IssuerOptions, progress: Progress): Engines {
  const { store, keys, haip } = options;
  const clock = options.clock ?? Date.now;
  const random = options.random ?? randomBytes;
  const issuerUrl = checkIssuerUrl(options.issuerUrl);
  const announce: Engine['announce'] = (record, state, noticed) =>
    progress.tell({
      offerId: record.offerId,
      subjectRef: record.subjectRef,
      state,
      at: clock(),
      triesLeft: triesLeft(record),
      ...(noticed === undefined ? {} : { noticed }),
      ...(state === 'deferred' ? { collectUntil: record.expiresAt } : {}),
    });
  const statusLists =
    options.status === 'hosted'
      ? new StatusLists({
          store,
          keys,
          baseUrl: `${issuerUrl}/status`,
          clock,
          random,
          ...(options.statusListSize === undefined ? {} : { listSize: options.statusListSize }),
        })
      : null;
  const open: Engine = {
    variant: 'open',
    issuerUrl,
    typesUrl: issuerUrl,
    requirements: OPEN,
    displayName: options.displayName,
    logo: options.logo === undefined ? null : placedLogo(options.logo, issuerUrl, options.displayName),
    wallets: options.wallets ?? [],
    store,
    keys,
    configurations: configurationsOf(options.profiles),
    nonces: new NonceMint(issuerUrl, clock, random, () => keys.secret('nonces')),
    rate: new OfferRate(clock),
    attesters: null,
    status: options.status === 'hosted' ? statusLists : (options.status ?? null),
    statusLists,
    batchSize: options.batchSize ?? BATCH_SIZE,
    clock,
    random,
    announce,
    expire: async () => {
      for (;;) {
        const ended = await store.expire(clock());
        if (ended.length === 0) return;
        for (const record of ended) announce(record, 'expired');
      }
    },
  };
  return { open, haip: haip === undefined ? null : attested(open, haip) };
}
