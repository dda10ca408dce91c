import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Relay } from './relay.ts';

/**
 * Answers a request of a node:http or node:https server, body and all as a stream: the relay decides who is worth
 * reading. A kiosk that hangs up is not waited for any longer.
 * @returns false when the path is not the relay's, with nothing read or written
 */
export async function answerForRelay(
  relay: Relay,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const path = message.url ?? '/';
  if (!path.startsWith('/entra/')) return false;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const method = message.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const init = {
    method,
    headers,
    signal: gone.signal,
    ...(hasBody ? { body: Readable.toWeb(message), duplex: 'half' } : {}),
  } as RequestInit;
  try {
    const reply = await relay.handle(new Request(new URL(path, 'http://relay.invalid'), init));
    // What was not read of a body is not waited for.
    response.writeHead(reply?.status ?? 404, {
      ...Object.fromEntries(reply?.headers ?? []),
      ...(hasBody && !message.complete ? { Connection: 'close' } : {}),
    });
    response.end(reply === null ? '' : await reply.text());
  } catch {
    if (!response.headersSent) response.writeHead(400);
    response.end();
  }
  return true;
}
