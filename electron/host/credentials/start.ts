import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Database } from 'better-sqlite3';
import {
  type CredentialFormat,
  type CredentialProfile,
  createIssuer,
  createPresentations,
  formsOf,
  type IssuerKeys,
  type KeyStore,
  type Logo,
  type PresentationOutcome,
  type Presentations,
  SqliteIssuerStore,
  testKeys,
  toNodeListener,
  vctOf,
} from '../../../issuer/index.ts';
import type { HealthPart } from '../../contract/index.ts';
import { watchAddress } from './address-watch.ts';
import { embeddedIssuer } from './embedded.ts';
import { embeddedHealth } from './embedded-health.ts';
import { CredentialError } from './errors.ts';
import { identityClaims } from './identity-claims.ts';
import type { CredentialIssuerPort } from './port.ts';
import { type SigningNotice, watchSigning } from './signing-watch.ts';

/** The identifiers' paths: the second is for wallets that want what the first one's refuse (docs/issuer.md). */
const PATH = '/open';
const HAIP_PATH = '/haip';

export interface EmbeddedIssuerOptions {
  database: Database;
  /** Where the test CA's keys rest; not used with `keys`. */
  keyStore: KeyStore;
  /** Opens the keys the organisation brought, whose leaf has to name the identifiers. */
  keys?: (issuerUrls: readonly string[]) => Promise<IssuerKeys>;
  /** How many days before the certificate of such keys ends staff are told; 30 when not given. */
  noticeDays?: number;
  /** Told what there is to say of the signing certificate, and null when there is nothing more. */
  signingNotice?: (code: SigningNotice | null) => void;
  /** What wallets show of the issuer. */
  logo?: Logo;
  profile: CredentialProfile;
  displayName: string;
  /** Address to listen on; 127.0.0.1 when not given. Phones need one they can reach, and then https. */
  host?: string;
  /** 0, or nothing, takes a free port. */
  port?: number;
  /** PEM; without it plain http, which only loopback may use. */
  tls?: { key: string; cert: string };
  /** What phones see, e.g. `https://kiosk07.id.example`, when it is not what is listened on. */
  publicBaseUrl?: string;
  /** PEM of roots that phones here trust besides the public ones. */
  trustedRoots?: string;
  /** The profile's formats that may be offered, the first by default; all of them in the profile's order when not given. */
  formats?: readonly CredentialFormat[];
  /** Roots of the wallet providers whose attestations count, PEM; with one there is the second identifier too. */
  attestersPem?: readonly string[];
  /** What the claim page says can be installed. */
  wallets?: readonly { name: string; storeUrl: string }[];
  clock?: () => number;
  report?: (error: unknown) => void;
  /** Told why phones would not take offers from here, and null when they would again. */
  addressFault?: (code: string | null) => void;
}

export interface RunningIssuer {
  port: CredentialIssuerPort;
  issuerUrl: string;
  /** What verifiers must trust, PEM; null when the organisation's anchor was not supplied. */
  trustAnchorPem: string | null;
  /** Asks wallets to present what this issuer gave. */
  presentations: Presentations;
  /** Hears what becomes of such requests; the return value ends that. */
  onPresentation(listener: (id: string, outcome: PresentationOutcome) => void): () => void;
  health(): HealthPart;
  /** Tells anew what there is to say of the signing certificate, for whoever listens only now. */
  tellSigning(): Promise<void>;
  close(): Promise<void>;
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new CredentialError('credentials/listen-failed', 'the issuer cannot listen', { cause })),
    );
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/**
 * Starts the embedded issuer and its server. The server listens before the issuer exists, because the issuer's
 * identifier may hold the port; requests in between are told to come back.
 * @throws CredentialError credentials/listen-failed
 * @throws IssuerError when the identifier, profile or keys are not usable
 */
export async function startEmbeddedIssuer(options: EmbeddedIssuerOptions): Promise<RunningIssuer> {
  const { host = '127.0.0.1', clock = Date.now } = options;
  let listener: RequestListener = (_message, response) =>
    response.writeHead(503, { 'Retry-After': '1' }).end();
  const dispatch: RequestListener = (message, response) => listener(message, response);
  const server =
    options.tls === undefined ? createHttpServer(dispatch) : createHttpsServer(options.tls, dispatch);
  server.requestTimeout = 15_000;
  const port = await listen(server, options.port ?? 0, host);
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  try {
    const scheme = options.tls === undefined ? 'http' : 'https';
    const own = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
    const baseUrl = (options.publicBaseUrl ?? own).replace(/\/$/, '');
    const issuerUrl = `${baseUrl}${PATH}`;
    const { attestersPem = [] } = options;
    const haip =
      attestersPem.length === 0 ? undefined : { issuerUrl: `${baseUrl}${HAIP_PATH}`, attestersPem };
    const credentialDays = options.profile.validityDays;
    const issuerUrls = [issuerUrl, ...(haip === undefined ? [] : [haip.issuerUrl])];
    const keys =
      (await options.keys?.(issuerUrls)) ??
      testKeys({
        store: options.keyStore,
        issuerUrls,
        credentialDays,
        clock,
        random: randomBytes,
      });
    const trustAnchorPem = await keys.trustAnchorPem();
    const listeners = new Set<(id: string, outcome: PresentationOutcome) => void>();
    const presentations = createPresentations({
      issuerUrl,
      keys,
      kinds: [vctOf(options.profile, issuerUrl)],
      claims: identityClaims(options.profile).map(({ path }) => path),
      clock,
      random: randomBytes,
      tell(id, outcome) {
        for (const one of [...listeners]) one(id, outcome);
      },
    });
    const issuer = createIssuer({
      issuerUrl,
      ...(haip === undefined ? {} : { haip }),
      ...(options.wallets === undefined ? {} : { wallets: options.wallets }),
      presentations,
      displayName: options.displayName,
      store: new SqliteIssuerStore(options.database),
      keys,
      profiles: [options.profile],
      ...(options.logo === undefined ? {} : { logo: options.logo }),
      clock,
      ...(options.report === undefined ? {} : { report: options.report }),
    });
    await issuer.sweep();
    listener = toNodeListener(issuer);
    const address = watchAddress({
      issuerUrl,
      clock,
      ...(options.trustedRoots === undefined ? {} : { trustedRoots: options.trustedRoots }),
      ...(options.addressFault === undefined ? {} : { told: options.addressFault }),
    });
    const forms = formsOf(options.profile, options.formats, haip !== undefined);
    const signing = watchSigning({
      keys,
      formats: options.profile.configurations
        .map(({ format }) => format)
        .filter((format) => options.formats?.includes(format) ?? true),
      clock,
      ...(options.noticeDays === undefined ? {} : { noticeDays: options.noticeDays }),
      ...(options.signingNotice === undefined ? {} : { told: options.signingNotice }),
      ...(options.report === undefined ? {} : { report: options.report }),
    });
    await signing.tell();
    const fit = async () => {
      await signing.check();
      await address.check();
    };
    return {
      port: embeddedIssuer(issuer, { forms, testOnly: keys.testOnly, fit }),
      issuerUrl,
      health: () => embeddedHealth(keys.testOnly, address.found(), signing),
      tellSigning: signing.tell,
      trustAnchorPem,
      presentations,
      onPresentation(one) {
        listeners.add(one);
        return () => listeners.delete(one);
      },
      close: async () => {
        address.stop();
        signing.stop();
        issuer.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
