import { describe, expect, test } from 'vitest';
import { type Channel, CodedError, channelPair, link, RpcError } from './index.ts';

const offered = {
  echo: (value: unknown) => value,
  nothing: () => {},
  refuse() {
    throw new CodedError('vault/disk-full', 'no space', { cause: new Error('secret of the cause') });
  },
  crash() {
    throw new TypeError('Maja Lindqvist is not a function');
  },
  uncloneable: () => () => {},
  hang: () => new Promise(() => {}),
};

function joined(timeout?: number) {
  const [near, far] = channelPair();
  const server = link(far, offered);
  return { near, far, server, client: link<typeof offered>(near, {}, timeout) };
}

describe('link', () => {
  test('carries plain data and bytes there and back', async () => {
    const { client } = joined();
    const value = { bytes: new Uint8Array([1, 2, 255]), list: [1, 'two', null, true], nested: { a: 1.5 } };
    expect(await client.remote.echo(value)).toEqual(value);
    expect(await client.remote.nothing()).toBeNull();
  });

  test('keeps the code of an error, and nothing of its stack or cause', async () => {
    const { client, near } = joined();
    const seen: unknown[] = [];
    near.onMessage((message) => seen.push(message));
    const error = await client.remote.refuse().catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ code: 'vault/disk-full', message: 'no space' });
    expect((error as Error).cause).toBeUndefined();
    expect(JSON.stringify(seen)).not.toMatch(/secret|\.ts|stack/);
  });

  test('says of an unforeseen error only its kind', async () => {
    const { client } = joined();
    await expect(client.remote.crash()).rejects.toMatchObject({ code: 'rpc/failed', message: 'TypeError' });
  });

  test.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf', '$close', 'missing'])(
    'refuses a call to %s',
    async (name) => {
      const { client, near } = joined();
      const seen: unknown[] = [];
      near.onMessage((message) => seen.push(message));
      const remote = client.remote as unknown as Record<string, () => Promise<unknown>>;
      const call = name === '__proto__' ? Reflect.get(client.remote, name) : remote[name];
      await expect(call()).rejects.toMatchObject({ code: 'rpc/unknown-function' });
      expect(seen).toHaveLength(1);
      expect((seen[0] as { e?: unknown }).e).toBeUndefined();
    },
  );

  test('answers a result the pipe cannot carry with an error', async () => {
    const { client } = joined();
    await expect(client.remote.uncloneable()).rejects.toMatchObject({ code: 'rpc/failed' });
    expect(await client.remote.echo(1)).toBe(1);
  });

  test('gives up after its time', async () => {
    const { client } = joined(20);
    await expect(client.remote.hang()).rejects.toMatchObject({ code: 'rpc/timeout' });
  });

  test('fails what is open when the other side goes, and what is asked afterwards', async () => {
    const { client, far } = joined();
    const open = client.remote.hang().catch((error: unknown) => error);
    await client.remote.nothing();
    far.close();
    expect(await open).toMatchObject({ code: 'rpc/closed' });
    await expect(client.remote.echo(1)).rejects.toMatchObject({ code: 'rpc/closed' });
  });

  test('is no promise', async () => {
    const { client } = joined();
    expect(await client.remote).toBe(client.remote);
  });

  test.each([
    null,
    'text',
    7,
    [],
    {},
    { t: 'q' },
    { t: 'q', m: 'echo', a: 'no list', i: '1' },
    { t: 'q', m: 7, a: [], i: '1' },
    { t: 'q', m: 'echo', a: [], i: {} },
    { t: 's' },
    { t: 's', i: 'unknown', r: 1 },
    { t: 'x', i: '1' },
    new Uint8Array(3),
  ])('ignores the garbage %j', async (garbage) => {
    const { near, client } = joined();
    const seen: unknown[] = [];
    near.onMessage((message) => seen.push(message));
    near.post(garbage);
    expect(await client.remote.echo('still there')).toBe('still there');
    expect(seen).toHaveLength(1);
  });

  test.each([null, 'text', {}, { error: 'text' }, { error: { code: 7, message: '' } }])(
    'takes %j for no answer',
    async (reply) => {
      const [near, far] = channelPair();
      far.onMessage((message) => far.post({ t: 's', i: (message as { i: string }).i, r: reply }));
      const { remote } = link<{ ask(): void }>(near, {});
      await expect(remote.ask()).rejects.toMatchObject({ code: 'rpc/malformed' });
    },
  );

  test('survives a pipe that cannot post', async () => {
    const [near, far] = channelPair();
    const broken: Channel = {
      ...far,
      post() {
        throw new Error('gone');
      },
    };
    link(broken, offered);
    const { remote } = link<typeof offered>(near, {}, 30);
    await expect(remote.echo(1)).rejects.toMatchObject({ code: 'rpc/timeout' });
  });
});

describe('channelPair', () => {
  test('keeps the order, copies what it carries, and delivers later', async () => {
    const [near, far] = channelPair();
    const seen: unknown[] = [];
    far.onMessage((message) => seen.push(message));
    const message = { list: [1] };
    near.post(message);
    message.list.push(2);
    near.post('second');
    expect(seen).toEqual([]);
    await Promise.resolve();
    await Promise.resolve();
    expect(seen).toEqual([{ list: [1] }, 'second']);
  });

  test('tells both ends once that it is closed, and carries nothing more', async () => {
    const [near, far] = channelPair();
    const told: string[] = [];
    near.onClose(() => told.push('near'));
    const deaf = far.onClose(() => told.push('deaf'));
    far.onClose(() => told.push('far'));
    deaf();
    far.onMessage(() => told.push('message'));
    near.post('lost');
    near.close();
    far.close();
    near.post('late');
    await new Promise((resolve) => setTimeout(resolve));
    expect(told.sort()).toEqual(['far', 'near']);
  });

  test('refuses what no pipe could carry', () => {
    const [near] = channelPair();
    expect(() => near.post(() => {})).toThrow();
  });
});
