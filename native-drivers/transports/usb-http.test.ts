import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { DeviceError } from '../errors.ts';
import { ippUsbDevice, ippUsbInfo } from '../peers/ipp-usb.ts';
import { virtualUsb } from '../simulator/virtual-usb.ts';
import type { HttpRequest } from './http.ts';
import { httpPipes, openUsbHttp } from './usb-http.ts';

const info = ippUsbInfo('1-1@2');
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of closing.splice(0).reverse()) await step();
});

async function bench(listener: RequestListener) {
  const usb = virtualUsb();
  const server = createServer(listener);
  closing.push(() => server.closeAllConnections());
  usb.plug(
    info,
    ippUsbDevice(server, (endpoint, bytes) => usb.send(info.path, endpoint, bytes)),
  );
  const http = await openUsbHttp(await usb.open(info));
  closing.push(() => http.close());
  const get = (path: string, more: Partial<HttpRequest> = {}) =>
    http.request({ method: 'GET', url: new URL(path, 'http://usb'), timeout: 2000, maxBytes: 1e6, ...more });
  return { usb, http, get };
}

describe('HTTP over USB pipes', () => {
  it('carries bodies both ways, chunked and counted, and keeps the pipe', async () => {
    const { get } = await bench(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      if (request.url === '/chunked') response.write('first ');
      response.end(`${request.method} ${request.url} ${body}`);
    });
    const textOf = async (answer: ReturnType<typeof get>) => new TextDecoder().decode((await answer).body);
    expect(await textOf(get('/chunked'))).toBe('first GET /chunked ');
    expect(await textOf(get('/job?x=1', { method: 'POST', body: '<ä/>' }))).toBe('POST /job?x=1 <ä/>');
    expect(await textOf(get('/again'))).toBe('GET /again ');
  });

  it('takes a page of any size in whole packets', async () => {
    const page = Buffer.from(Uint8Array.from({ length: 300_001 }, (_, index) => index % 251));
    const { get } = await bench((_, response) => response.end(page));
    expect(Buffer.compare(Buffer.from((await get('/')).body), page)).toBe(0);
    await expect(get('/', { maxBytes: 300_000 })).rejects.toMatchObject({ code: 'http/too-large' });
    expect((await get('/', { maxBytes: 300_001 })).status).toBe(200);
  });

  it('serves as many at once as it has pipes, and the others after them', async () => {
    let now = 0;
    let most = 0;
    const { get } = await bench((_, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        response.end('x');
      }, 20);
    });
    await Promise.all([get('/1'), get('/2'), get('/3'), get('/4'), get('/5')]);
    expect(most).toBe(2);
  });

  it('takes no late answer for the next one', async () => {
    const { get } = await bench((request, response) => {
      if (request.url === '/slow') setTimeout(() => response.end('slow'), 80);
      else response.end('quick');
    });
    await expect(get('/slow', { timeout: 30 })).rejects.toMatchObject({ code: 'http/time-out' });
    for (let i = 0; i < 4; i++) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(new TextDecoder().decode((await get('/quick')).body)).toBe('quick');
    }
  });

  it('says when the cable is pulled before, and when within an answer', async () => {
    const { usb, get } = await bench((request, response) => {
      if (request.url === '/half') response.writeHead(200, { 'content-length': 100 }).write('half');
    });
    const half = get('/half');
    await new Promise((resolve) => setTimeout(resolve, 20));
    usb.pull(info.path);
    await expect(half).rejects.toMatchObject({ code: 'http/interrupted' });
    await expect(get('/')).rejects.toMatchObject({ code: 'http/unreachable' });
  });

  it('is called off by its signal, and refuses what is no HTTP', async () => {
    const { usb, get } = await bench((request, response) => {
      if (request.url === '/noise') usb.send(info.path, 1, Uint8Array.of(0, 1, 2, 10));
      else response.end('x');
    });
    const abort = AbortSignal.abort();
    await expect(get('/', { signal: abort })).rejects.toMatchObject({ code: 'http/interrupted' });
    await expect(get('/noise')).rejects.toMatchObject({ code: 'http/malformed' });
    expect((await get('/')).status).toBe(200);
  });

  it('leaves a device to whoever has it, and one without pipes alone', async () => {
    const usb = virtualUsb();
    usb.plug(info);
    usb.refuse(info.path, 'claim', new DeviceError('device/busy', 'ipp-usb has it'));
    await expect(openUsbHttp(await usb.open(info))).rejects.toMatchObject({ code: 'device/busy' });
    expect(httpPipes(info)).toHaveLength(2);
    expect(httpPipes({ ...info, interfaces: [] })).toEqual([]);
  });
});
