import { decode, encode } from '@msgpack/msgpack';
import type { Channel, WindowRole } from '../../electron/contract/index.ts';

/**
 * Where the way to the host stands: `lost` is being mended, `refused` needs the window to be opened anew,
 * `replaced` means another window of this role is being served.
 */
export type LinkState = 'connecting' | 'open' | 'lost' | 'refused' | 'replaced';

export interface ConnectorEvents {
  /** A fresh channel; the one before it, if any, is dead. */
  open(channel: Channel): void;
  state(state: LinkState): void;
}

/** Connects, and reconnects, until the returned function is called. */
export type Connector = (events: ConnectorEvents) => () => void;

/** What the preload script of the Electron shell puts on `window`. */
export interface ElectronBridge {
  shell: 'electron';
  /** Asks for a port to the host; the answer is a window message `proofdesk:port`. */
  ready(): void;
}

const firstRetry = 500;
const slowestRetry = 5_000;

/** Milliseconds before attempt `n` (from 0): 0.5 s, doubled up to 5 s. */
export function retryDelay(attempt: number): number {
  return Math.min(slowestRetry, firstRetry * 2 ** Math.min(attempt, 10));
}

/** The connector this page needs, by the shell it runs in. */
export function connectorFor(role: WindowRole): Connector {
  const { proofdesk: bridge } = window as { proofdesk?: ElectronBridge };
  return bridge ? portConnector(bridge, window) : socketConnector(role);
}

/** Electron: the preload script forwards a MessagePort to the host process. */
export function portConnector(bridge: Pick<ElectronBridge, 'ready'>, page: Window): Connector {
  return (events) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let attempt = 0;
    let stopped = false;
    let current: Channel | null = null;
    const ask = () => {
      if (stopped) return;
      bridge.ready();
      timer = setTimeout(ask, retryDelay(attempt++));
    };
    const receive = (event: MessageEvent) => {
      if (event.source !== page || event.data?.type !== 'proofdesk:port') return;
      const port = event.ports[0];
      if (!port) return;
      clearTimeout(timer);
      attempt = 0;
      current?.close();
      const channel = portChannel(port);
      current = channel;
      channel.onClose(() => {
        if (stopped || current !== channel) return;
        current = null;
        events.state('lost');
        timer = setTimeout(ask, retryDelay(attempt++));
      });
      events.open(channel);
      events.state('open');
    };
    page.addEventListener('message', receive);
    events.state('connecting');
    ask();
    return () => {
      stopped = true;
      clearTimeout(timer);
      page.removeEventListener('message', receive);
      current?.close();
    };
  };
}

function portChannel(port: MessagePort): Channel {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<() => void>();
  let closed = false;
  const end = () => {
    if (closed) return;
    closed = true;
    for (const listener of [...closes]) listener();
  };
  port.onmessage = (event) => {
    for (const listener of [...messages]) listener(event.data);
  };
  port.addEventListener('close', end);
  port.start();
  return {
    post: (message) => {
      if (!closed) port.postMessage(message);
    },
    onMessage: (listener) => subscribe(messages, listener),
    onClose: (listener) => subscribe(closes, listener),
    close: () => {
      port.close();
      end();
    },
  };
}

/** What the second shell's connector takes from the page; replaced in tests. */
export interface SocketSurroundings {
  open(url: string, protocols: string[]): WebSocket;
  origin: string;
  /** The one-time token in the page's address, taken out of it as it is read. */
  takeToken(): string | null;
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Begins the page anew, with nothing of the past visit in its memory. */
  reload(): void;
}

const tokenRefused = 4001;
const anotherWindow = 4002;
/** A fresh window has taken this one's place; its browser is about to be closed. */
const replacedByFresh = 4003;

/** Second shell: a WebSocket on loopback with one-time tokens; the server sends the next token as its first frame. */
export function socketConnector(
  role: WindowRole,
  { open, origin, takeToken, storage, reload }: SocketSurroundings = pageSurroundings(),
): Connector {
  return (events) => {
    const key = `proofdesk.resume.${role}`;
    let token = takeToken() ?? storage.getItem(key);
    let attempt = 0;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let socket: WebSocket | null = null;

    const dial = () => {
      if (!token) return events.state('refused');
      const own = open(`${origin.replace(/^http/, 'ws')}/channel/${role}`, ['proofdesk.v1', token]);
      socket = own;
      own.binaryType = 'arraybuffer';
      const channel = socketChannel(
        own,
        (next) => {
          token = next;
          storage.setItem(key, next);
          attempt = 0;
          events.open(channel);
          events.state('open');
        },
        reload,
      );
      own.addEventListener('close', (event) => {
        if (stopped) return;
        if (event.code === tokenRefused) return events.state('refused');
        if (event.code === replacedByFresh) return events.state('replaced');
        const replaced = event.code === anotherWindow;
        events.state(replaced ? 'replaced' : 'lost');
        timer = setTimeout(dial, replaced ? slowestRetry : retryDelay(attempt++));
      });
    };
    events.state('connecting');
    dial();
    return () => {
      stopped = true;
      clearTimeout(timer);
      socket?.close();
    };
  };
}

function socketChannel(socket: WebSocket, resumed: (token: string) => void, recycle: () => void): Channel {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<() => void>();
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') {
      const said = control(data);
      if (typeof said.resume === 'string' && said.resume.length > 0) resumed(said.resume);
      if (said.recycle === true) recycle();
      return;
    }
    try {
      const message = decode(new Uint8Array(data as ArrayBuffer), { useBigInt64: false });
      for (const listener of [...messages]) listener(message);
    } catch {
      console.error('channel/malformed-frame');
    }
  });
  socket.addEventListener('close', () => {
    for (const listener of [...closes]) listener();
  });
  return {
    post: (message) => {
      if (socket.readyState === 1) socket.send(encode(message, { ignoreUndefined: true }));
    },
    onMessage: (listener) => subscribe(messages, listener),
    onClose: (listener) => subscribe(closes, listener),
    close: () => socket.close(),
  };
}

/** The server's own words beside the contract: the next token, or that the visitor has left. */
function control(text: string): { resume?: unknown; recycle?: unknown } {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === 'object' && said !== null ? said : {};
  } catch {
    return {};
  }
}

function subscribe<T>(set: Set<T>, listener: T): () => void {
  set.add(listener);
  return () => set.delete(listener);
}

function pageSurroundings(): SocketSurroundings {
  return {
    open: (url, protocols) => new WebSocket(url, protocols),
    origin: location.origin,
    storage: sessionStorage,
    reload: () => location.reload(),
    takeToken: () => {
      const token = new URLSearchParams(location.hash.slice(1)).get('token');
      if (token) history.replaceState(null, '', location.pathname + location.search);
      return token;
    },
  };
}
