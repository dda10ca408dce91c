import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_BODY_BYTES } from './http/body.ts';

/** Whatever answers requests under one address: an issuer, or a hub around one. */
export interface RequestHandler {
  readonly issuerUrl: string;
  handle(request: Request): Promise<Response>;
}

/** The body as far as the issuer may read it, plus one byte when there is more, so that it can tell. */
async function bodyOf(message: IncomingMessage, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) break;
  }
  return Buffer.concat(chunks).subarray(0, most + 1);
}

async function answer(
  { issuerUrl, handle }: RequestHandler,
  most: number,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = message.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? await bodyOf(message, most) : null;
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const url = new URL(message.url ?? '/', issuerUrl);
  const reply = await handle(new Request(url, { method, headers, ...(body === null ? {} : { body }) }));
  const tooLarge = body !== null && body.byteLength > most;
  response.writeHead(reply.status, {
    ...Object.fromEntries(reply.headers),
    ...(tooLarge ? { Connection: 'close' } : {}),
  });
  response.end(Buffer.from(await reply.arrayBuffer()));
  // What the client still sends is thrown away, so that it gets to read the answer instead of a reset.
  if (tooLarge) message.resume();
}

/**
 * Mounts the issuer on a node:http or node:https server.
 * @param most bytes of a request's body that are read
 */
export function toNodeListener(
  handler: RequestHandler,
  most = MAX_BODY_BYTES,
): (message: IncomingMessage, response: ServerResponse) => void {
  return (message, response) => {
    answer(handler, most, message, response).catch(() => {
      if (!response.headersSent) response.writeHead(400);
      response.end();
    });
  };
}
