import { credentialEndpoint } from '../endpoints/credential.ts';
import {
  issuerMetadataEndpoint,
  serverMetadataEndpoint,
  typeMetadataEndpoint,
} from '../endpoints/metadata.ts';
import { nonceEndpoint } from '../endpoints/nonce.ts';
import { notificationEndpoint } from '../endpoints/notification.ts';
import { offerEndpoint } from '../endpoints/offer.ts';
import { tokenEndpoint } from '../endpoints/token.ts';
import type { Engine } from '../engine.ts';
import { ProtocolError } from './protocol-error.ts';

type Endpoint = (request: Request) => Response | Promise<Response>;

interface Route {
  method: 'GET' | 'POST';
  endpoint: Endpoint;
}

/** The routes under an issuer identifier's path; well-known parts stand before that path (RFC 8615, RFC 8414 §3). */
export function createRouter(engine: Engine): Endpoint {
  const path = new URL(engine.issuerUrl).pathname.replace(/\/$/, '');
  const offers = `${path}/offers/`;
  const get = (endpoint: Endpoint): Route => ({ method: 'GET', endpoint });
  const post = (endpoint: Endpoint): Route => ({ method: 'POST', endpoint });
  const routes = new Map<string, Route>([
    [`/.well-known/openid-credential-issuer${path}`, get(() => issuerMetadataEndpoint(engine))],
    [`/.well-known/oauth-authorization-server${path}`, get(() => serverMetadataEndpoint(engine))],
    [`${path}/token`, post((request) => tokenEndpoint(engine, request))],
    [`${path}/nonce`, post(() => nonceEndpoint(engine))],
    [`${path}/credential`, post((request) => credentialEndpoint(engine, request))],
    [`${path}/notification`, post((request) => notificationEndpoint(engine, request))],
    ...[...engine.configurations.values()].map((configuration): [string, Route] => [
      `${path}/${configuration.profile.vctPath}`,
      get(() => typeMetadataEndpoint(engine, configuration)),
    ]),
  ]);
  return (request) => {
    const { pathname } = new URL(request.url);
    const route = pathname.startsWith(offers)
      ? get(() => offerEndpoint(engine, pathname.slice(offers.length)))
      : routes.get(pathname);
    if (route === undefined) throw new ProtocolError(404, 'not_found', 'there is nothing at this address');
    if (request.method !== route.method)
      throw new ProtocolError(405, 'invalid_request', `only ${route.method} is allowed here`, {
        Allow: route.method,
      });
    return route.endpoint(request);
  };
}
