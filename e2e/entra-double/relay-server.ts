import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerForRelay, bearerKiosks, createEntraRelay } from '../../issuer/index.ts';

export const KIOSK_TOKEN = 'kiosk-token-'.padEnd(48, 'k');

/** A relay on loopback, which can lose its memory as one that restarts does. */
export async function startRelayServer() {
  const authenticate = bearerKiosks({ kiosk: KIOSK_TOKEN });
  let relay = createEntraRelay({ authenticate });
  let down = false;
  const server = createServer(async (message, response) => {
    if (down) return response.destroy();
    if (!(await answerForRelay(relay, message, response))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    load: () => relay.load(),
    restart() {
      relay.close();
      relay = createEntraRelay({ authenticate });
      server.closeAllConnections();
    },
    cut(isDown: boolean) {
      down = isDown;
      if (down) server.closeAllConnections();
    },
    async close() {
      relay.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
