/**
 * A message pipe between two processes: a MessagePort in Electron, a WebSocket in the second shell, a pair in
 * memory in a test. Messages are plain data (objects, arrays, strings, numbers, booleans, null, Uint8Array);
 * order is kept; what arrives is untrusted until a schema has seen it.
 */
export interface Channel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): () => void;
  onClose(listener: () => void): () => void;
  close(): void;
}

/** Two ends of one pipe in memory; delivery is asynchronous, as in the real ones. */
export function channelPair(): [Channel, Channel] {
  const ends = [makeEnd(), makeEnd()] as const;
  const link = (own: (typeof ends)[number], other: (typeof ends)[number]): Channel => ({
    post(message) {
      if (own.closed || other.closed) return;
      const copy = structuredClone(message);
      queueMicrotask(() => {
        if (!other.closed) for (const listener of [...other.message]) listener(copy);
      });
    },
    onMessage(listener) {
      own.message.add(listener);
      return () => own.message.delete(listener);
    },
    onClose(listener) {
      own.close.add(listener);
      return () => own.close.delete(listener);
    },
    close() {
      for (const end of ends) {
        if (end.closed) continue;
        end.closed = true;
        queueMicrotask(() => {
          for (const listener of [...end.close]) listener();
        });
      }
    },
  });
  return [link(ends[0], ends[1]), link(ends[1], ends[0])];
}

function makeEnd() {
  return {
    closed: false,
    message: new Set<(message: unknown) => void>(),
    close: new Set<() => void>(),
  };
}
