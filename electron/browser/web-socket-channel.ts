import { decode, encode } from '@msgpack/msgpack';
import type { WebSocket } from 'ws';
import type { Channel } from '../contract/index.ts';

/** Binary frames carry the contract's messages in MessagePack; text frames are the transport's own. */
export function webSocketChannel(socket: WebSocket): Channel {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<() => void>();
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    // After a frame that was no message nothing more is heard from this window.
    if (!isBinary || socket.readyState !== socket.OPEN) return;
    let message: unknown;
    try {
      // Over a Buffer the bytes inside would come out as Buffers; every shell hands over plain arrays.
      message = decode(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    } catch {
      socket.close(1007);
      return;
    }
    for (const listener of [...messages]) listener(message);
  });
  socket.on('close', () => {
    for (const listener of [...closes]) listener();
  });
  return {
    post(message) {
      if (socket.readyState === socket.OPEN) socket.send(encode(message, { ignoreUndefined: true }));
    },
    onMessage(listener) {
      messages.add(listener);
      return () => messages.delete(listener);
    },
    onClose(listener) {
      closes.add(listener);
      return () => closes.delete(listener);
    },
    close: () => socket.close(1000),
  };
}
