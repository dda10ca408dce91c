import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Channel, type WindowRole, windowRoles } from '../contract/index.ts';
import { securityHeaders, serveStatic } from './static-files.ts';
import type { Tokens } from './tokens.ts';
import { webSocketChannel } from './web-socket-channel.ts';

/** Why a window was turned away; the page shows a screen of its own for each. */
export const closeCodes = { tokenRefused: 4001, alreadyOpen: 4002, replaced: 4003 } as const;

const protocol = 'proofdesk.v1';
/** A selfie frame is at most 2 MB and three go at once; a page image to the face engine may be larger. */
const maxMessageBytes = 32 * 1024 * 1024;

export interface WindowServer {
  port: number;
  address(role: WindowRole): string;
  /** Tells the role's page to begin anew with nothing of the past visit in its process. */
  recycle(role: WindowRole): void;
  /** Ends the role's channel, so that another window can take its place. */
  drop(role: WindowRole): void;
  isOpen(role: WindowRole): boolean;
  close(): Promise<void>;
}

/**
 * Serves the pages and their channels on the loopback interface. A request must name this very host (no DNS
 * rebinding), a channel must come from our own page (Origin), carry a one-time token, and be the only one of its role.
 */
export async function serveWindows(options: {
  port: number;
  renderer: string;
  models: string;
  tokens: Tokens;
  roles: readonly WindowRole[];
  onWindow: (role: WindowRole, channel: Channel) => void;
  onGone: (role: WindowRole) => void;
  /** Milliseconds between signs of life; a window that misses one is taken for gone. */
  heartbeat?: number;
}): Promise<WindowServer> {
  const { tokens } = options;
  const sockets = new Map<WindowRole, WebSocket>();
  /** Asked for a sign of life and not heard of since. */
  const silent = new WeakSet<WebSocket>();
  let port = options.port;
  const host = () => `127.0.0.1:${port}`;
  const files = serveStatic(
    [
      { prefix: '/models/', directory: options.models },
      { prefix: '/', directory: options.renderer },
    ],
    (url) => securityHeaders(url, port),
  );
  const server = createServer((request, response) => {
    if (request.headers.host !== host()) {
      response.writeHead(421, securityHeaders(request.url, port)).end();
      return;
    }
    files(request, response);
  });
  const upgrade = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    handleProtocols: () => protocol,
  });

  server.on('upgrade', (request, socket, head) => {
    // Whoever resets the connection before it is a WebSocket ends it, and nothing else.
    socket.on('error', () => socket.destroy());
    const role = roleOf(request);
    if (!role || request.headers.host !== host() || request.headers.origin !== `http://${host()}`) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    upgrade.handleUpgrade(request, socket, head, (webSocket) => welcome(role, tokenOf(request), webSocket));
  });

  function welcome(role: WindowRole, token: string, socket: WebSocket) {
    // A frame that breaks the protocol or is too large: ws closes with the code that says so, and tells us here.
    socket.on('error', () => {});
    // The token is spent even when the role is taken: a token seen twice is a token in two hands.
    const valid = tokens.redeem(token, role) && options.roles.includes(role);
    if (!valid) return socket.close(closeCodes.tokenRefused, 'token');
    if (sockets.has(role)) {
      socket.send(JSON.stringify({ resume: tokens.issue(role) }));
      return socket.close(closeCodes.alreadyOpen, 'already open');
    }
    sockets.set(role, socket);
    socket.on('pong', () => silent.delete(socket));
    socket.on('close', () => {
      if (sockets.get(role) !== socket) return;
      sockets.delete(role);
      options.onGone(role);
    });
    socket.send(JSON.stringify({ resume: tokens.issue(role) }));
    options.onWindow(role, webSocketChannel(socket));
  }

  // A page that sleeps or a machine that was suspended leaves half-open sockets; they would keep the role taken.
  const heartbeat = setInterval(() => {
    for (const socket of sockets.values()) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, options.heartbeat ?? 10_000);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;

  return {
    port,
    address: (role) => `http://${host()}/${role}/index.html#token=${tokens.issue(role)}`,
    recycle(role) {
      sockets.get(role)?.send(JSON.stringify({ recycle: true }));
    },
    drop(role) {
      const socket = sockets.get(role);
      sockets.delete(role);
      tokens.revoke(role);
      socket?.close(closeCodes.replaced, 'replaced');
    },
    isOpen: (role) => sockets.has(role),
    async close() {
      clearInterval(heartbeat);
      // Those that were turned away count too: each would hold the server open until it says goodbye.
      for (const socket of upgrade.clients) socket.terminate();
      upgrade.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function roleOf(request: IncomingMessage): WindowRole | null {
  const match = /^\/channel\/([a-z]+)$/.exec(request.url ?? '');
  return windowRoles.find((role) => role === match?.[1]) ?? null;
}

function tokenOf(request: IncomingMessage): string {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
  return offered[0] === protocol ? (offered[1] ?? '') : '';
}
