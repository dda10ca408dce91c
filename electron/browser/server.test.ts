import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from '@msgpack/msgpack';
import { afterAll, afterEach, describe, expect, onTestFinished, test } from 'vitest';
import WebSocket from 'ws';
import type { Channel, WindowRole } from '../contract/index.ts';
import { serveWindows } from './server.ts';
import { createTokens } from './tokens.ts';

const folder = mkdtempSync(join(tmpdir(), 'proofdesk-server-'));
const renderer = join(folder, 'renderer');
mkdirSync(join(renderer, 'visitor'), { recursive: true });
mkdirSync(join(renderer, 'assets'));
mkdirSync(join(folder, 'models'));
writeFileSync(join(renderer, 'visitor/index.html'), '<!doctype html>');
writeFileSync(join(renderer, 'assets/app-1234.js'), '1');
writeFileSync(join(renderer, 'visitor/notes.secret'), 'x');
writeFileSync(join(folder, 'models/face.task'), 'model');
writeFileSync(join(folder, 'outside.json'), '{"secret":1}');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function serve(changes: { heartbeat?: number; roles?: WindowRole[] } = {}) {
  const channels: { role: WindowRole; channel: Channel }[] = [];
  const gone: WindowRole[] = [];
  const tokens = createTokens();
  const server = await serveWindows({
    port: 0,
    renderer,
    models: join(folder, 'models/'),
    tokens,
    roles: changes.roles ?? ['visitor', 'staff', 'vision'],
    onWindow: (role, channel) => channels.push({ role, channel }),
    onGone: (role) => gone.push(role),
    ...(changes.heartbeat ? { heartbeat: changes.heartbeat } : {}),
  });
  onTestFinished(() => server.close());
  return { server, tokens, channels, gone, origin: `http://127.0.0.1:${server.port}` };
}
type Served = Awaited<ReturnType<typeof serve>>;

/** A GET whose path is sent as it is written. */
function get(served: Served, path: string, options: { host?: string; method?: string } = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const { host, method = 'GET' } = options;
      const headers = host === undefined ? {} : { host };
      const sent = request(
        { port: served.server.port, host: '127.0.0.1', path, method, headers },
        (response) => {
          let body = '';
          response.on('data', (chunk) => {
            body += chunk;
          });
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
          );
        },
      );
      sent.on('error', reject);
      sent.end();
    },
  );
}

const sockets: WebSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});

/** Opens a channel; resolves with the resume token, or the code it was closed or refused with. */
function dial(
  served: Served,
  role: string,
  token: string,
  { origin = served.origin, ...headers }: Record<string, string> = {},
) {
  const socket = new WebSocket(
    `ws://127.0.0.1:${served.server.port}/channel/${role}`,
    ['proofdesk.v1', token],
    {
      ...(origin ? { origin } : {}),
      headers,
    },
  );
  sockets.push(socket);
  const texts: string[] = [];
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const opened = new Promise<{ resume?: string; code?: number; status?: number }>((resolve) => {
    socket.on('message', (data, binary) => {
      if (binary) return;
      texts.push(String(data));
      const { resume } = JSON.parse(String(data)) as { resume?: string };
      if (resume) resolve({ resume });
    });
    socket.once('close', (code) => resolve({ code }));
    socket.on('error', () => {});
    socket.once('unexpected-response', (_request, response) => resolve({ status: response.statusCode ?? 0 }));
  });
  return { socket, opened, closed, texts };
}
const tokenOf = (address: string) => new URL(address).hash.replace('#token=', '');
const fresh = (served: Served, role: WindowRole) => tokenOf(served.server.address(role));

describe('the pages', () => {
  const answers: [string, number, { host?: string; method?: string }?][] = [
    ['/visitor/index.html', 200],
    ['/assets/app-1234.js?x=1', 200],
    ['/models/face.task', 200],
    ['/visitor/index.html', 200, { method: 'HEAD' }],
    ['/visitor/index.html', 405, { method: 'POST' }],
    ['/visitor/index.html', 421, { host: 'evil.example' }],
    ['/visitor/index.html', 421, { host: 'localhost:80' }],
    ['/visitor', 404],
    ['/visitor/', 404],
    ['/visitor/missing.html', 404],
    ['/visitor/notes.secret', 404],
    ['/../outside.json', 404],
    ['/visitor/../../outside.json', 404],
    ['/models/../outside.json', 404],
    ['/%2e%2e/outside.json', 404],
    ['/visitor/%2e%2e%2f%2e%2e%2foutside.json', 404],
    ['/models/%2e%2e%2foutside.json', 404],
    ['/..%5coutside.json', 404],
    ['/%252e%252e/outside.json', 404],
    ['//evil.example/outside.json', 404],
    ['/visitor/index.html%00.js', 404],
    ['/%E0%A4%A', 400],
    [`/${'x'.repeat(5_000)}.js`, 404],
    ['/channel/visitor', 404],
  ];

  test.each(answers)('%s is answered %i, and with the security headers', async (path, status, options) => {
    const served = await serve();
    const answer = await get(served, path, options);
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain('secret');
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
    expect(answer.headers['content-security-policy']).toContain(
      `connect-src 'self' ws://127.0.0.1:${served.server.port}`,
    );
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  test('keep their hashed assets, and nothing else', async () => {
    const served = await serve();
    expect((await get(served, '/assets/app-1234.js')).headers['cache-control']).toContain('immutable');
    expect((await get(served, '/visitor/index.html')).headers['cache-control']).toBe('no-cache');
  });
});

describe('a channel', () => {
  test('opens with a token of its role, once; the resume token it is given opens the next, once', async () => {
    const served = await serve();
    const token = fresh(served, 'visitor');
    const first = dial(served, 'visitor', token);
    const { resume = '' } = await first.opened;
    expect(served.channels.map(({ role }) => role)).toEqual(['visitor']);
    first.socket.close();
    await expect.poll(() => served.gone).toEqual(['visitor']);
    expect(await dial(served, 'visitor', token).opened).toEqual({ code: 4001 });
    const second = dial(served, 'visitor', resume);
    expect(await second.opened).toEqual({ resume: expect.any(String) });
    second.socket.close();
    await expect.poll(() => served.server.isOpen('visitor')).toBe(false);
    expect(await dial(served, 'visitor', resume).opened).toEqual({ code: 4001 });
  });

  test('is closed with 4001 for a wrong token, another role’s, or a role that is not served', async () => {
    const served = await serve();
    expect(await dial(served, 'visitor', 'guessed').opened).toEqual({ code: 4001 });
    expect(await dial(served, 'staff', fresh(served, 'visitor')).opened).toEqual({ code: 4001 });
    expect(await dial(served, 'station', served.tokens.issue('station')).opened).toEqual({ code: 4001 });
    expect(served.channels).toEqual([]);
  });

  test.each([
    ['another origin', 'visitor', { origin: 'http://evil.example' }],
    ['no origin', 'visitor', { origin: '' }],
    ['another host', 'visitor', { host: 'evil.example' }],
    ['no such role', 'operator', {}],
    ['an inherited name for a role', 'constructor', {}],
  ])('is refused for %s', async (_name, role, headers) => {
    const served = await serve();
    const { opened } = dial(served, role, fresh(served, 'visitor'), headers);
    expect(await opened).toEqual({ status: 403 });
    expect(served.channels).toEqual([]);
  });

  test.each(['visitor', 'staff'] as const)('of a second %s window is closed with 4002', async (role) => {
    const served = await serve();
    const first = dial(served, role, fresh(served, role));
    await first.opened;
    const second = dial(served, role, fresh(served, role));
    const { resume = '' } = await second.opened;
    expect(await second.closed).toBe(4002);
    expect(served.gone).toEqual([]);
    first.socket.close();
    await expect.poll(() => served.gone).toEqual([role]);
    // It may try again with the token it was given, for the first may leave.
    expect(await dial(served, role, resume).opened).toEqual({ resume: expect.any(String) });
  });

  test('carries MessagePack both ways, bytes as bytes, and ignores text', async () => {
    const served = await serve();
    const { socket, opened } = dial(served, 'visitor', fresh(served, 'visitor'));
    await opened;
    const { channel } = served.channels[0] ?? {};
    const heard: unknown[] = [];
    channel?.onMessage((message) => heard.push(message));
    socket.send('{"t":"q"}');
    socket.send(encode({ frames: [new Uint8Array([1, 2])] }));
    await expect.poll(() => heard).toHaveLength(1);
    expect(heard[0]).toEqual({ frames: [new Uint8Array([1, 2])] });
    const answer = new Promise((resolve) =>
      socket.on('message', (data, binary) => binary && resolve(decode(new Uint8Array(data as Buffer)))),
    );
    channel?.post({ bytes: new Uint8Array([3]), gone: undefined });
    expect(await answer).toEqual({ bytes: new Uint8Array([3]) });
  });

  test('is closed with 1007 for what is no MessagePack, and hears nothing more', async () => {
    const served = await serve();
    const { socket, opened, closed } = dial(served, 'visitor', fresh(served, 'visitor'));
    await opened;
    const heard: unknown[] = [];
    served.channels[0]?.channel.onMessage((message) => heard.push(message));
    socket.send(new Uint8Array([0xc1]));
    socket.send(encode('after'));
    expect(await closed).toBe(1007);
    expect(heard).toEqual([]);
  });

  test('is closed with 1009 for a message that is too large', async () => {
    const served = await serve();
    const { socket, opened, closed } = dial(served, 'visitor', fresh(served, 'visitor'));
    await opened;
    socket.send(new Uint8Array(32 * 1024 * 1024 + 1));
    expect(await closed).toBe(1009);
    await expect.poll(() => served.gone).toEqual(['visitor']);
  });

  test('that is half open is dropped, and one that answers is not', async () => {
    const served = await serve({ heartbeat: 30 });
    const silent = dial(served, 'visitor', fresh(served, 'visitor'));
    const lively = dial(served, 'staff', fresh(served, 'staff'));
    await Promise.all([silent.opened, lively.opened]);
    (silent.socket as unknown as { _socket: { pause(): void } })._socket.pause();
    await expect.poll(() => served.gone).toEqual(['visitor']);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(served.server.isOpen('staff')).toBe(true);
  });

  test('of a window that is to begin anew is told so, and that of one that is replaced is closed', async () => {
    const served = await serve();
    const { opened, closed, texts } = dial(served, 'visitor', fresh(served, 'visitor'));
    const { resume = '' } = await opened;
    const printed = fresh(served, 'visitor');
    served.server.recycle('visitor');
    await expect.poll(() => texts.at(-1)).toBe('{"recycle":true}');
    served.server.drop('visitor');
    expect(served.server.isOpen('visitor')).toBe(false);
    expect(await closed).toBe(4003);
    // What the old window knows opens nothing.
    for (const token of [resume, printed]) {
      expect(await dial(served, 'visitor', token).opened).toEqual({ code: 4001 });
    }
    const next = dial(served, 'visitor', fresh(served, 'visitor'));
    expect(await next.opened).toEqual({ resume: expect.any(String) });
    expect(served.gone).toEqual([]);
  });
});

describe('the server', () => {
  test('outlives connections that are reset in the midst of an upgrade', async () => {
    const served = await serve();
    for (let times = 0; times < 5; times += 1) {
      await new Promise<void>((resolve) => {
        const socket = connectSocket(served.server.port, '127.0.0.1', () => {
          socket.write(
            'GET /channel/visitor HTTP/1.1\r\nHost: evil\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
          );
          socket.resetAndDestroy();
          resolve();
        });
        socket.on('error', () => {});
      });
    }
    expect((await get(served, '/visitor/index.html')).status).toBe(200);
  });

  test('closes at once, though windows were turned away and never said goodbye', async () => {
    const served = await serve();
    const { socket, opened } = dial(served, 'visitor', 'guessed');
    socket.once('upgrade', (response) => response.socket.pause());
    await Promise.race([opened, new Promise((resolve) => setTimeout(resolve, 100))]);
    const startedAt = Date.now();
    await served.server.close();
    expect(Date.now() - startedAt).toBeLessThan(2_000);
  });

  test('says so when its port is taken', async () => {
    const served = await serve();
    const again = serveWindows({
      port: served.server.port,
      renderer,
      models: folder,
      tokens: createTokens(),
      roles: [],
      onWindow: () => {},
      onGone: () => {},
    });
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
