import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_BODY_BYTES } from './http/body.ts';
import type { Issuer } from './issuer.ts';

/** The body as far as the issuer may read it, plus one byte when there is more, so that it can tell. */
async function bodyOf(message: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES + 1);
}

async function answer(issuer: Issuer, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = message.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? await bodyOf(message) : null;
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  const url = new URL(message.url ?? '/', issuer.issuerUrl);
  const reply = await issuer.handle(
    new Request(url, { method, headers, ...(body === null ? {} : { body }) }),
  );
  const tooLarge = body !== null && body.byteLength > MAX_BODY_BYTES;
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
 */
export function toNodeListener(issuer: Issuer): (message: IncomingMessage, response: ServerResponse) => void {
  return (message, response) => {
    answer(issuer, message, response).catch(() => {
      if (!response.headersSent) response.writeHead(400);
      response.end();
    });
  };
}
