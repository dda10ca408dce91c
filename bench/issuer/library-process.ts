import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeListener } from '../../issuer/index.ts';
import { serveParent } from './child.ts';
import { libraryIssuer } from './library-issuer.ts';

/** The library's issuer behind the same server as the hub's, in a process of its own. */
const server = createServer((message, response) => listener(message, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const issuerUrl = `${origin}/open`;
const issuer = libraryIssuer(issuerUrl);
const listener = toNodeListener({ issuerUrl, handle: issuer.handle });

serveParent({
  issuerUrl,
  origin,
  offer: async (configurationId) => issuer.offer(configurationId),
  async stop() {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
});
