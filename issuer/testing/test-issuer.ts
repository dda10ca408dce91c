import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import {
  createIssuer,
  type Issuer,
  type IssuerKeys,
  type IssuerOptions,
  type KeyAttestationDemand,
  loadProfile,
  memoryKeyStore,
  type OfferProgress,
  type OfferRequest,
  SqliteIssuerStore,
  testKeys,
  toNodeListener,
} from '../index.ts';

export const PROFILE_FILE = new URL('../../resources/credentials/verified-identity.json', import.meta.url);
export const PHOTO_PROFILE_FILE = new URL('../../resources/credentials/photo-identity.json', import.meta.url);
/** The logo that is shipped. */
export const LOGO_FILES: readonly [URL, URL] = [
  new URL('../../resources/credentials/logo.png', import.meta.url),
  new URL('../../resources/credentials/logo.svg', import.meta.url),
];
export const CONFIGURATION = 'verified-identity-sd-jwt';

export const SAMPLE_CLAIMS = {
  given_name: 'Erika Specimen',
  family_name: 'Mustermann',
  birthdate: '1974-08-12',
  age_equal_or_over: { 18: true },
  nationalities: ['DE'],
  issuing_country: 'DE',
  verification: { evidence: [{ type: 'document', check_details: [] }] },
};

export interface TestIssuer {
  issuer: Issuer;
  keys: IssuerKeys;
  /** What happened, in order. */
  seen: OfferProgress[];
  reported: unknown[];
  trustAnchorPem: string;
  /** Moves the issuer's clock; milliseconds. */
  advance(ms: number): void;
  /** The issuer's time; milliseconds. */
  now(): number;
  /** What the database holds of an offer's claims. */
  sealedClaims(offerId: string): string | null;
  offer(request?: Partial<OfferRequest>): ReturnType<Issuer['createOffer']>;
  /** A request to the issuer's path, e.g. `/token`; a path with a leading `//` is one of the host. */
  request(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

export interface TestIssuerOptions {
  /** Its database; memory when not given. */
  file?: string;
  /** Roots of wallet providers; with them there is the second identifier. */
  attestersPem?: readonly string[];
  keyAttestation?: KeyAttestationDemand;
  options?: Partial<IssuerOptions>;
}

/** An issuer on a real loopback server, with a clock that can be moved. */
export async function startTestIssuer(given: TestIssuerOptions = {}): Promise<TestIssuer> {
  let offset = 0;
  const clock = () => Date.now() + offset;
  const server = createServer((message, response) => listener(message, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuerUrl = `${base}/open`;
  const haipUrl = `${base}/haip`;
  const db = new Database(given.file ?? ':memory:');
  db.pragma('journal_mode = WAL');
  const keys = testKeys({
    store: memoryKeyStore(),
    issuerUrls: given.attestersPem === undefined ? [issuerUrl] : [issuerUrl, haipUrl],
    credentialDays: 365,
    clock,
    random: randomBytes,
  });
  const reported: unknown[] = [];
  const issuer = createIssuer({
    issuerUrl,
    displayName: 'Test desk',
    store: new SqliteIssuerStore(db),
    keys,
    profiles: [await loadProfile(PROFILE_FILE), await loadProfile(PHOTO_PROFILE_FILE)],
    clock,
    report: (error) => reported.push(error),
    ...(given.attestersPem === undefined
      ? {}
      : {
          haip: {
            issuerUrl: haipUrl,
            attestersPem: given.attestersPem,
            ...(given.keyAttestation === undefined ? {} : { keyAttestation: given.keyAttestation }),
          },
        }),
    ...given.options,
  });
  const listener = toNodeListener(issuer);
  const seen: OfferProgress[] = [];
  issuer.onProgress((progress) => seen.push(progress));
  return {
    issuer,
    keys,
    seen,
    reported,
    trustAnchorPem: (await keys.trustAnchorPem())!,
    advance: (ms) => {
      offset += ms;
    },
    now: clock,
    sealedClaims: (offerId) =>
      db
        .prepare<[string], string | null>('SELECT sealed_claims FROM issuer_offers WHERE offer_id = ?')
        .pluck()
        .get(offerId) as string | null,
    offer: (request) =>
      issuer.createOffer({
        claims: SAMPLE_CLAIMS,
        configurationId: CONFIGURATION,
        txCode: true,
        subjectRef: 'visit-1',
        ...request,
      }),
    request: (path, init) => fetch(path.startsWith('//') ? base + path.slice(1) : issuerUrl + path, init),
    close: async () => {
      issuer.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      db.close();
    },
  };
}
