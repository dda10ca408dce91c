import type { Channel } from '../../contract/index.ts';
import type { DriverProcess } from '../station/index.ts';

/**
 * The driver process when Electron's main starts it: asked for by message, and its pipe comes later. What the
 * supervisor posts in between waits.
 */
export function shellDrivers(ask: () => void) {
  let current: { arrive(channel: Channel): void; gone(): void } | null = null;
  return {
    spawn(): DriverProcess {
      const exits = new Set<() => void>();
      const messages = new Set<(message: unknown) => void>();
      const closes = new Set<() => void>();
      let pending: unknown[] = [];
      let pipe: Channel | null = null;
      let over = false;
      const gone = () => {
        if (over) return;
        over = true;
        pending = [];
        for (const listener of [...closes, ...exits]) listener();
      };
      const mine = {
        arrive(channel: Channel) {
          if (over) return;
          pipe = channel;
          channel.onMessage((message) => {
            for (const listener of [...messages]) listener(message);
          });
          for (const message of pending.splice(0)) channel.post(message);
        },
        gone,
      };
      current = mine;
      ask();
      return {
        channel: {
          post: (message) => (pipe ? pipe.post(message) : over || pending.push(message)),
          onMessage(listener) {
            messages.add(listener);
            return () => messages.delete(listener);
          },
          onClose(listener) {
            closes.add(listener);
            return () => closes.delete(listener);
          },
          close: () => pipe?.close(),
        },
        // Main replaces what runs when it is asked for the next one; nothing else has to be killed.
        kill: gone,
        onExit: (listener) => exits.add(listener),
      };
    },
    arrived: (channel: Channel) => current?.arrive(channel),
    gone: () => current?.gone(),
  };
}
