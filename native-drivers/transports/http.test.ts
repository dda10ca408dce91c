import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpRequest, httpRequest } from './http.ts';

let server: Server | undefined;
const serve = async (listener: RequestListener) => {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(started.address() as AddressInfo).port}/x`);
};
const get = (url: URL, more: Partial<HttpRequest> = {}) =>
  httpRequest({ method: 'GET', url, timeout: 2000, maxBytes: 1000, ...more });

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

describe('HTTP to a device', () => {
  it('sends a body and brings back status, headers and bytes', async () => {
    const url = await serve(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      response.writeHead(201, { location: '/job/1' }).end(`${request.method} ${body}`);
    });
    const answer = await get(url, { method: 'POST', body: '<a/>' });
    expect(answer.status).toBe(201);
    expect(answer.header('Location')).toBe('/job/1');
    expect(new TextDecoder().decode(answer.body)).toBe('POST <a/>');
  });

  it('does not follow a redirect', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end());
    expect((await get(url)).status).toBe(302);
  });

  it('tells why there is no answer', async () => {
    const silent = await serve(() => {});
    await expect(get(silent, { timeout: 100 })).rejects.toMatchObject({ code: 'http/time-out' });
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    await expect(get(silent)).rejects.toMatchObject({ code: 'http/unreachable' });
  });

  it('tells a connection that broke from one that never was', async () => {
    const half = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    });
    await expect(get(half)).rejects.toMatchObject({ code: 'http/interrupted' });
  });

  it('takes no more than it asked for', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(1001)));
    await expect(get(url)).rejects.toMatchObject({ code: 'http/too-large' });
    expect((await get(url, { maxBytes: 1001 })).body.length).toBe(1001);
  });
});
