import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { processChannel } from './process-channel.ts';

describe('the pipe of the driver process', () => {
  it('takes the parent port of a utility process', () => {
    const port = Object.assign(new EventEmitter(), { postMessage: vi.fn() });
    const channel = processChannel({ parentPort: port } as never);
    const heard = vi.fn();
    const stop = channel.onMessage(heard);
    port.emit('message', { data: { a: 1 } });
    stop();
    port.emit('message', { data: { a: 2 } });
    channel.post('b');
    expect(heard.mock.calls).toEqual([[{ a: 1 }]]);
    expect(port.postMessage).toHaveBeenCalledWith('b');
  });

  it('takes the IPC pipe of a forked Node, and says nothing into a closed one', () => {
    const forked = Object.assign(new EventEmitter(), { send: vi.fn(), connected: true });
    const channel = processChannel(forked as never);
    const heard = vi.fn();
    const closed = vi.fn();
    channel.onMessage(heard);
    channel.onClose(closed);
    forked.emit('message', 1);
    channel.post(2);
    forked.connected = false;
    forked.emit('disconnect');
    channel.post(3);
    expect(heard).toHaveBeenCalledWith(1);
    expect(forked.send).toHaveBeenCalledTimes(1);
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it('has none when nobody holds the other end', () => {
    expect(() => processChannel({} as never)).toThrow(
      expect.objectContaining({ code: 'drivers/no-channel' }),
    );
  });
});
