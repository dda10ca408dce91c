import { claimEndpoint } from '../endpoints/claim.ts';
import { credentialEndpoint } from '../endpoints/credential.ts';
import { deferredEndpoint } from '../endpoints/deferred.ts';
import { logoEndpoint } from '../endpoints/logo.ts';
import {
  crlEndpoint,
  didDocumentEndpoint,
  issuerMetadataEndpoint,
  jwtVcIssuerEndpoint,
  serverMetadataEndpoint,
  typeMetadataEndpoint,
} from '../endpoints/metadata.ts';
import { nonceEndpoint } from '../endpoints/nonce.ts';
import { notificationEndpoint } from '../endpoints/notification.ts';
import { offerEndpoint } from '../endpoints/offer.ts';
import { statusListEndpoint } from '../endpoints/status.ts';
import { tokenEndpoint } from '../endpoints/token.ts';
import type { Engine } from '../engine.ts';
import { TEST_CRL_PATH } from '../keys/index.ts';
import { logoName } from '../logo.ts';
import { didDocumentPath } from '../w3c/index.ts';
import { ProtocolError } from './protocol-error.ts';

type Endpoint = (request: Request) => Response | Promise<Response>;

interface Route {
  methods: readonly string[];
  endpoint: Endpoint;
}

interface Routes {
  exact: Map<string, Route>;
  /** By the path's beginning; the endpoint is given the rest, which holds no slash. */
  below: [prefix: string, (rest: string) => Route][];
}

const get = (endpoint: Endpoint): Route => ({ methods: ['GET'], endpoint });
const post = (endpoint: Endpoint): Route => ({ methods: ['POST'], endpoint });

/** Something that is the same for all and only looked at: asked for by HEAD it says what it would answer (RFC 9110 §9.3.2). */
const document = (endpoint: Endpoint): Route => ({
  methods: ['GET', 'HEAD'],
  async endpoint(request) {
    const reply = await endpoint(request);
    if (request.method !== 'HEAD') return reply;
    const headers = new Headers(reply.headers);
    headers.set('Content-Length', String((await reply.arrayBuffer()).byteLength));
    return new Response(null, { status: reply.status, headers });
  },
});

function typeRoutes(engine: Engine, path: string): [string, Route][] {
  return [...engine.configurations.values()].map((configuration) => [
    `${path}/${configuration.profile.vctPath}`,
    document(() => typeMetadataEndpoint(engine, configuration)),
  ]);
}

/** What is there once for all identifiers of an issuer. */
function sharedRoutes(engine: Engine, path: string): [string, Route][] {
  return [
    ...typeRoutes(engine, path),
    ...(engine.logo?.images ?? []).map((image): [string, Route] => [
      `${path}/${logoName(image)}`,
      document(() => logoEndpoint(image)),
    ]),
    ...(engine.keys.crl === undefined
      ? []
      : [[`${path}/${TEST_CRL_PATH}`, document(() => crlEndpoint(engine))] as [string, Route]]),
  ];
}

/** The routes under an issuer identifier's path; well-known parts stand before that path (RFC 8615, RFC 8414 §3). */
function routesOf(engine: Engine): Routes {
  const path = new URL(engine.issuerUrl).pathname.replace(/\/$/, '');
  const wellKnown = (name: string) => `/.well-known/${name}${path}`;
  return {
    exact: new Map<string, Route>([
      [wellKnown('openid-credential-issuer'), document((request) => issuerMetadataEndpoint(engine, request))],
      [wellKnown('oauth-authorization-server'), document(() => serverMetadataEndpoint(engine))],
      [wellKnown('jwt-vc-issuer'), document(() => jwtVcIssuerEndpoint(engine))],
      [didDocumentPath(engine.issuerUrl), document(() => didDocumentEndpoint(engine))],
      [`${path}/token`, post((request) => tokenEndpoint(engine, request))],
      [`${path}/nonce`, post(() => nonceEndpoint(engine))],
      [`${path}/credential`, post((request) => credentialEndpoint(engine, request))],
      [`${path}/deferred_credential`, post((request) => deferredEndpoint(engine, request))],
      [`${path}/notification`, post((request) => notificationEndpoint(engine, request))],
      ...(engine.typesUrl === engine.issuerUrl ? sharedRoutes(engine, path) : []),
    ]),
    below: [
      [`${path}/claim/`, (handle) => get((request) => claimEndpoint(engine, request, handle))],
      [`${path}/offers/`, (handle) => get((request) => offerEndpoint(engine, request, handle))],
      [`${path}/status/`, (listId) => document((request) => statusListEndpoint(engine, request, listId))],
    ],
  };
}

/** One router for all identifiers of an issuer. */
export function createRouter(engines: readonly Engine[]): Endpoint {
  const all = engines.map(routesOf);
  const find = (pathname: string): Route | undefined => {
    for (const { exact, below } of all) {
      const route = exact.get(pathname);
      if (route !== undefined) return route;
      for (const [prefix, routeOf] of below)
        if (pathname.startsWith(prefix)) return routeOf(pathname.slice(prefix.length));
    }
    return undefined;
  };
  return (request) => {
    const route = find(new URL(request.url).pathname);
    if (route === undefined) throw new ProtocolError(404, 'not_found', 'there is nothing at this address');
    if (!route.methods.includes(request.method))
      throw new ProtocolError(405, 'invalid_request', `only ${route.methods[0]} is allowed here`, {
        Allow: route.methods.join(', '),
      });
    return route.endpoint(request);
  };
}
