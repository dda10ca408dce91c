import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { allowanceOf, clientAddress } from './client-address.ts';
import { DoorRate, guardDoors } from './doors.ts';
import { serveHub } from './index.ts';
import { profile } from './testing/test-hub.ts';

describe('who asks', () => {
  test.each<[trusted: number, peer: string, forwarded: string | string[] | undefined, client: string | null]>(
    [
      [0, '203.0.113.9', undefined, '203.0.113.9'],
      [0, '203.0.113.9', '198.51.100.1', '203.0.113.9'],
      [0, '::ffff:203.0.113.9', '198.51.100.1', '203.0.113.9'],
      [1, '127.0.0.1', undefined, '127.0.0.1'],
      [1, '127.0.0.1', '198.51.100.1', '198.51.100.1'],
      // What stands left of it was written by the client.
      [1, '127.0.0.1', '192.0.2.1, 198.51.100.1', '198.51.100.1'],
      [1, '127.0.0.1', ['192.0.2.1', '198.51.100.1'], '198.51.100.1'],
      [1, '127.0.0.1', '192.0.2.1,,198.51.100.1', '198.51.100.1'],
      [2, '127.0.0.1', '192.0.2.1, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
      [2, '127.0.0.1', '198.51.100.1', '198.51.100.1'],
      // A hop that writes no address: whoever is behind it is not believed.
      [2, '127.0.0.1', '192.0.2.1, unknown, 10.0.0.2', '10.0.0.2'],
      [1, '127.0.0.1', '198.51.100.1, unknown', '127.0.0.1'],
      [1, '127.0.0.1', '', '127.0.0.1'],
      [1, '127.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
      [1, '127.0.0.1', '"[2001:DB8::1]:4711"', '2001:db8::1'],
      [1, '127.0.0.1', '198.51.100.1; DROP TABLE', '127.0.0.1'],
      [1, '', '198.51.100.1', '198.51.100.1'],
      [0, '', '198.51.100.1', null],
    ],
  )('with %i trusted proxies, asked from %j, told %j: %j', (trusted, peer, forwarded, client) => {
    expect(clientAddress(peer, forwarded, trusted)).toBe(client);
  });

  test('IPv6 customers have a whole /64, and one allowance', () => {
    const all = ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:0db8:0001:0002:0:0:0:9'];
    expect(new Set(all.map(allowanceOf))).toEqual(new Set(['2001:db8:1:2::/64']));
    expect(allowanceOf('2001:db8:1:3::1')).not.toBe('2001:db8:1:2::/64');
    expect(allowanceOf('::1')).toBe('0:0:0:0::/64');
    expect(allowanceOf('203.0.113.9')).toBe('203.0.113.9');
  });
});

test('an allowance fills up again, is not shared, and is not remembered for everybody for ever', () => {
  let now = 0;
  const rate = new DoorRate(() => now);
  const vain = () => rate.spend('enrol', 'a');
  for (let i = 0; i < 20; i += 1) expect(vain()).toBeNull();
  expect(vain()).toBe(5);
  expect(rate.spend('enrol', 'b')).toBeNull();
  expect(rate.spend('ticket', 'a')).toBeNull();
  now = 5_000;
  expect(vain()).toBeNull();
  expect(vain()).toBe(5);
  rate.giveBack('enrol', 'a');
  expect(vain()).toBeNull();
  for (let i = 0; i < 20_001; i += 1) rate.spend('ticket', String(i));
  expect(vain()).toBeNull();
});

describe('the doors of a hub', () => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });

  /** A request to the guard alone, from an address no test can have. */
  const knock = (
    guarded: ReturnType<typeof guardDoors>,
    remoteAddress: string,
    { url = '/t/17', method = 'GET', forwarded }: { url?: string; method?: string; forwarded?: string } = {},
  ) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    const message = { url, method, headers, socket: { remoteAddress } } as unknown as IncomingMessage;
    const response = new ServerResponse(message);
    guarded(message, response);
    response.emit('finish');
    return response;
  };
  const guard = (status: number, trustedProxies: number) =>
    guardDoors((_message, response) => void response.writeHead(status), {
      url: 'https://id.city.example/hub',
      trustedProxies,
      clock: () => 0,
    });
  const statuses = (count: number, ask: () => ServerResponse) =>
    Array.from({ length: count }, () => ask().statusCode);
  const ticket = { url: '/hub/t/17' };

  test('are shut for a client who comes in vain, and for no other', () => {
    const guarded = guard(404, 0);
    const all = statuses(70, () => knock(guarded, '203.0.113.9', ticket));
    expect(all.filter((status) => status === 429)).toHaveLength(10);
    expect(knock(guarded, '203.0.113.10', ticket).statusCode).toBe(404);
    const enrol = { url: '/hub/kiosk/enrol', method: 'POST' };
    expect(statuses(21, () => knock(guarded, '203.0.113.9', enrol)).at(-1)).toBe(429);
    for (const url of ['/hub/open/nonce', '/hub/kiosk/log', '/t/17', '/hub/tx'])
      expect(knock(guarded, '203.0.113.9', { url }).statusCode).toBe(404);
  });

  test('are open to a crowd behind one address whose tickets are good, and when the hub itself fails', () => {
    for (const status of [200, 503]) {
      const guarded = guard(status, 0);
      const all = statuses(500, () => knock(guarded, '203.0.113.9', ticket));
      expect(new Set(all)).toEqual(new Set([status]));
    }
  });

  test('are not opened by headers, whatever a client writes into them', () => {
    const refusedOf = (trustedProxies: number, peer: string, added: string) => {
      const guarded = guard(404, trustedProxies);
      let at = 0;
      const all = statuses(70, () => {
        at += 1;
        return knock(guarded, peer, { ...ticket, forwarded: `127.0.0.1, 198.51.100.${at}${added}` });
      });
      return all.filter((status) => status === 429).length;
    };
    expect(refusedOf(0, '203.0.113.9', '')).toBe(10);
    expect(refusedOf(1, '127.0.0.1', ', 203.0.113.9')).toBe(10);
    expect(refusedOf(2, '127.0.0.1', ', 203.0.113.9, 10.0.0.2')).toBe(10);
    // A proxy too many is trusted: then the client's own word counts, and every client is another one.
    expect(refusedOf(2, '127.0.0.1', ', 203.0.113.9')).toBe(0);
  });

  test('let everybody in where only a proxy is seen and none is trusted', () => {
    const untrusted = guard(404, 0);
    expect(new Set(statuses(500, () => knock(untrusted, '127.0.0.1', ticket)))).toEqual(new Set([404]));
    const trusted = guard(404, 1);
    expect(statuses(61, () => knock(trusted, '127.0.0.1', ticket)).at(-1)).toBe(429);
  });

  test('of a hub that is served are shut by client, as the proxy in front tells', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hub-'));
    undo.push(() => rm(folder, { recursive: true }));
    const { hub, stop } = await serveHub({
      place: { folder },
      profiles: [profile],
      displayName: 'Hub',
      trustedProxies: 1,
    });
    undo.push(stop);
    const ask = (client: string, path = 't/17') =>
      fetch(`${hub.url}/${path}`, { headers: { 'x-forwarded-for': `10.9.8.7, ${client}` } });
    const all: number[] = [];
    for (let i = 0; i < 60; i += 1) all.push((await ask('203.0.113.9')).status);
    expect(all).toEqual(Array(60).fill(404));
    const late = await Promise.all(Array.from({ length: 8 }, () => ask('203.0.113.9')));
    const refused = late.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(4);
    expect(refused[0]!.headers.get('retry-after')).toBe('1');
    expect(await refused[0]!.json()).toMatchObject({ error: 'temporarily_unavailable' });
    expect((await ask('203.0.113.10')).status).toBe(404);
    expect((await ask('203.0.113.9', '.well-known/openid-credential-issuer/open')).status).toBe(200);
  });
});
