import { decode, encode } from '@msgpack/msgpack';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Channel } from '../../electron/contract/index.ts';
import { type LinkState, portConnector, retryDelay, socketConnector } from './channel.ts';

class FakeSocket extends EventTarget {
  static readonly opened: FakeSocket[] = [];
  readonly url: string;
  readonly protocols: string[];
  readonly sent: unknown[] = [];
  binaryType = 'blob';
  readyState = 1;

  constructor(url: string, protocols: string[]) {
    super();
    this.url = url;
    this.protocols = protocols;
    FakeSocket.opened.push(this);
  }

  send(bytes: Uint8Array) {
    this.sent.push(decode(bytes));
  }

  close(code = 1000) {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }

  receive(data: unknown) {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}

const reload = vi.fn();

function connectSocket(token: string | null, stored: string | null = null) {
  const storage = new Map<string, string>(stored ? [['proofdesk.resume.visitor', stored]] : []);
  const states: LinkState[] = [];
  const channels: Channel[] = [];
  const stop = socketConnector('visitor', {
    open: (url, protocols) => new FakeSocket(url, protocols) as unknown as WebSocket,
    origin: 'http://127.0.0.1:7000',
    takeToken: () => token,
    storage: {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => void storage.set(key, value),
    },
    reload,
  })({ open: (channel) => channels.push(channel), state: (state) => states.push(state) });
  return { storage, states, channels, stop };
}

const last = () => FakeSocket.opened.at(-1)!;

beforeEach(() => {
  FakeSocket.opened.length = 0;
  reload.mockClear();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('second shell', () => {
  test('dials with the token and opens once the next token is there', () => {
    const { states, channels, storage } = connectSocket('first');
    expect(last().url).toBe('ws://127.0.0.1:7000/channel/visitor');
    expect(last().protocols).toEqual(['proofdesk.v1', 'first']);
    expect(channels).toHaveLength(0);
    last().receive('{"resume":"second"}');
    expect(states).toEqual(['connecting', 'open']);
    expect(storage.get('proofdesk.resume.visitor')).toBe('second');
  });

  test('carries bytes both ways', () => {
    const { channels } = connectSocket('first');
    last().receive('{"resume":"second"}');
    const heard: unknown[] = [];
    channels[0]!.onMessage((message) => heard.push(message));
    const frame = encode({ a: [1, new Uint8Array([7])] });
    last().receive(frame.buffer.slice(frame.byteOffset, frame.byteOffset + frame.byteLength));
    expect(heard).toEqual([{ a: [1, new Uint8Array([7])] }]);
    channels[0]!.post({ frames: [new Uint8Array([1, 2])] });
    expect(last().sent).toEqual([{ frames: [new Uint8Array([1, 2])] }]);
  });

  test('a frame that is no message is dropped', () => {
    const { channels } = connectSocket('first');
    last().receive('{"resume":"second"}');
    const heard: unknown[] = [];
    channels[0]!.onMessage((message) => heard.push(message));
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
    last().receive(new Uint8Array([0xc1]).buffer);
    last().receive('not json');
    expect(heard).toEqual([]);
    expect(complaint).toHaveBeenCalledWith('channel/malformed-frame');
    complaint.mockRestore();
  });

  test('comes back with the resume token, slower each time', () => {
    const { states, channels } = connectSocket('first');
    last().receive('{"resume":"second"}');
    const closed = vi.fn();
    channels[0]!.onClose(closed);
    last().close(1006);
    expect(closed).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(499);
    expect(FakeSocket.opened).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(last().protocols).toEqual(['proofdesk.v1', 'second']);
    last().close(1006);
    vi.advanceTimersByTime(999);
    expect(FakeSocket.opened).toHaveLength(2);
    vi.advanceTimersByTime(1);
    last().receive('{"resume":"third"}');
    expect(states).toEqual(['connecting', 'open', 'lost', 'lost', 'open']);
    expect(channels).toHaveLength(2);
  });

  test('takes the stored token after the page was loaded again, and is refused without any', () => {
    connectSocket(null, 'kept');
    expect(last().protocols).toEqual(['proofdesk.v1', 'kept']);
    expect(connectSocket(null).states).toEqual(['connecting', 'refused']);
  });

  test('stays away after a refused token, and asks again every five seconds behind another window', () => {
    const refused = connectSocket('bad');
    last().close(4001);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.opened).toHaveLength(1);
    expect(refused.states.at(-1)).toBe('refused');
    const second = connectSocket('good');
    last().close(4002);
    expect(second.states.at(-1)).toBe('replaced');
    vi.advanceTimersByTime(4_999);
    expect(FakeSocket.opened).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(FakeSocket.opened).toHaveLength(3);
  });

  test('begins the page anew when the visitor has left, with the token for its next connection', () => {
    const { storage } = connectSocket('first');
    last().receive('{"resume":"second"}');
    last().receive('{"recycle":true}');
    expect(reload).toHaveBeenCalledOnce();
    expect(storage.get('proofdesk.resume.visitor')).toBe('second');
  });

  test('asks for nothing once a fresh window has taken its place', () => {
    const { states } = connectSocket('first');
    last().receive('{"resume":"second"}');
    last().close(4003);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.opened).toHaveLength(1);
    expect(states.at(-1)).toBe('replaced');
  });

  test('once stopped it stays stopped', () => {
    const { stop, states } = connectSocket('first');
    stop();
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.opened).toHaveLength(1);
    expect(states).toEqual(['connecting']);
  });

  test('the delay doubles from half a second to five', () => {
    expect([0, 1, 2, 3, 4, 50].map(retryDelay)).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
  });
});

test('Electron: takes a port from its own window only, and asks again until it has one', () => {
  const page = new EventTarget() as unknown as Window;
  const ready = vi.fn();
  const states: LinkState[] = [];
  const channels: Channel[] = [];
  const stop = portConnector(
    { ready },
    page,
  )({
    open: (channel) => channels.push(channel),
    state: (state) => states.push(state),
  });
  const { port1, port2 } = new MessageChannel();
  const arrive = (source: unknown) =>
    page.dispatchEvent(
      Object.assign(new Event('message'), { source, data: { type: 'proofdesk:port' }, ports: [port1] }),
    );
  vi.advanceTimersByTime(1_500);
  expect(ready).toHaveBeenCalledTimes(3);
  arrive({});
  expect(channels).toHaveLength(0);
  arrive(page);
  expect(states).toEqual(['connecting', 'open']);
  vi.advanceTimersByTime(60_000);
  expect(ready).toHaveBeenCalledTimes(3);
  channels[0]!.close();
  expect(states.at(-1)).toBe('lost');
  vi.advanceTimersByTime(500);
  expect(ready).toHaveBeenCalledTimes(4);
  stop();
  port2.close();
});
