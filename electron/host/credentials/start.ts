import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Database } from 'better-sqlite3';
import {
  type CredentialProfile,
  createIssuer,
  createPresentations,
  type IssuerKeys,
  type KeyStore,
  type PresentationOutcome,
  type Presentations,
  SqliteIssuerStore,
  testKeys,
  toNodeListener,
  vctOf,
} from '../../../issuer/index.ts';
import { embeddedIssuer } from './embedded.ts';
import { CredentialError } from './errors.ts';
import { identityClaims } from './identity-claims.ts';
import type { CredentialIssuerPort } from './port.ts';

/** The identifier's path: wallets with other demands will get an identifier of their own beside it. */
const PATH = '/open';

export interface EmbeddedIssuerOptions {
  database: Database;
  /** Where the test CA's keys rest; not used with `keys`. */
  keyStore: KeyStore;
  /** Keys the organisation brought, made for the public identifier. */
  keys?: IssuerKeys;
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
  clock?: () => number;
  report?: (error: unknown) => void;
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
    const issuerUrl = `${options.publicBaseUrl ?? own}${PATH}`;
    const credentialDays = options.profile.validityDays;
    const keys =
      options.keys ??
      testKeys({
        store: options.keyStore,
        issuerUrls: [issuerUrl],
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
      presentations,
      displayName: options.displayName,
      store: new SqliteIssuerStore(options.database),
      keys,
      profiles: [options.profile],
      clock,
      ...(options.report === undefined ? {} : { report: options.report }),
    });
    await issuer.sweep();
    listener = toNodeListener(issuer);
    const configurationId = options.profile.configurations[0]!.id;
    return {
      port: embeddedIssuer(issuer, { configurationId, testOnly: keys.testOnly }),
      issuerUrl,
      trustAnchorPem,
      presentations,
      onPresentation(one) {
        listeners.add(one);
        return () => listeners.delete(one);
      },
      close: async () => {
        issuer.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
