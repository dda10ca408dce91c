import type { Channel } from '../../contract/index.ts';

/** A MessagePort as a utility process receives it; the host knows Electron by this shape alone. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

export interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: Port[] }) => void): unknown;
}

export function portChannel(port: Port): Channel {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<() => void>();
  let closed = false;
  const end = () => {
    if (closed) return;
    closed = true;
    for (const listener of [...closes]) listener();
  };
  port.on('message', ({ data }) => {
    for (const listener of [...messages]) listener(data);
  });
  port.on('close', end);
  port.start();
  return {
    post: (message) => {
      if (!closed) port.postMessage(message);
    },
    onMessage(listener) {
      messages.add(listener);
      return () => messages.delete(listener);
    },
    onClose(listener) {
      closes.add(listener);
      return () => closes.delete(listener);
    },
    close() {
      port.close();
      end();
    },
  };
}
