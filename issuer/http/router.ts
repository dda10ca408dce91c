import { claimEndpoint } from '../endpoints/claim.ts';
import { credentialEndpoint } from '../endpoints/credential.ts';
import { deferredEndpoint } from '../endpoints/deferred.ts';
import {
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
import { didDocumentPath } from '../w3c/index.ts';
import { ProtocolError } from './protocol-error.ts';

type Endpoint = (request: Request) => Response | Promise<Response>;

interface Route {
  method: 'GET' | 'POST';
  endpoint: Endpoint;
}

interface Routes {
  exact: Map<string, Route>;
  /** By the path's beginning; the endpoint is given the rest, which holds no slash. */
  below: [prefix: string, (rest: string) => Route][];
}

const get = (endpoint: Endpoint): Route => ({ method: 'GET', endpoint });
const post = (endpoint: Endpoint): Route => ({ method: 'POST', endpoint });

function typeRoutes(engine: Engine, path: string): [string, Route][] {
  return [...engine.configurations.values()].map((configuration) => [
    `${path}/${configuration.profile.vctPath}`,
    get(() => typeMetadataEndpoint(engine, configuration)),
  ]);
}

/** The routes under an issuer identifier's path; well-known parts stand before that path (RFC 8615, RFC 8414 §3). */
function routesOf(engine: Engine): Routes {
  const path = new URL(engine.issuerUrl).pathname.replace(/\/$/, '');
  const wellKnown = (name: string) => `/.well-known/${name}${path}`;
  return {
    exact: new Map<string, Route>([
      [wellKnown('openid-credential-issuer'), get((request) => issuerMetadataEndpoint(engine, request))],
      [wellKnown('oauth-authorization-server'), get(() => serverMetadataEndpoint(engine))],
      [wellKnown('jwt-vc-issuer'), get(() => jwtVcIssuerEndpoint(engine))],
      [didDocumentPath(engine.issuerUrl), get(() => didDocumentEndpoint(engine))],
      [`${path}/token`, post((request) => tokenEndpoint(engine, request))],
      [`${path}/nonce`, post(() => nonceEndpoint(engine))],
      [`${path}/credential`, post((request) => credentialEndpoint(engine, request))],
      [`${path}/deferred_credential`, post((request) => deferredEndpoint(engine, request))],
      [`${path}/notification`, post((request) => notificationEndpoint(engine, request))],
      ...(engine.typesUrl === engine.issuerUrl ? typeRoutes(engine, path) : []),
    ]),
    below: [
      [`${path}/claim/`, (handle) => get((request) => claimEndpoint(engine, request, handle))],
      [`${path}/offers/`, (handle) => get((request) => offerEndpoint(engine, request, handle))],
      [`${path}/status/`, (listId) => get((request) => statusListEndpoint(engine, request, listId))],
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
    if (request.method !== route.method)
      throw new ProtocolError(405, 'invalid_request', `only ${route.method} is allowed here`, {
        Allow: route.method,
      });
    return route.endpoint(request);
  };
}
