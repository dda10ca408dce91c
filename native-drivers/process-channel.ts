import type { Channel } from '../electron/contract/index.ts';
import { DriverError } from './errors.ts';

/** Electron's end of the pipe in a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  off(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/**
 * The pipe to the process that started this one: Electron's parent port in a utility process, the IPC pipe in a
 * forked Node (which must have been forked with `serialization: 'advanced'`, or bytes arrive as plain objects).
 *
 * @throws DriverError `drivers/no-channel` when nobody started this process with a pipe
 */
export function processChannel(from: NodeJS.Process = process): Channel {
  const parentPort = (from as { parentPort?: ParentPort }).parentPort;
  if (parentPort) return parentPortChannel(parentPort);
  if (from.send) return forkedChannel(from);
  throw new DriverError('drivers/no-channel', 'this program is started by Proofdesk, not by hand');
}

function parentPortChannel(port: ParentPort): Channel {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      const receive = ({ data }: { data: unknown }) => listener(data);
      port.on('message', receive);
      return () => port.off('message', receive);
    },
    // A utility process ends with the application; there is no moment in which it is left over.
    onClose: () => () => {},
    close() {},
  };
}

function forkedChannel(from: NodeJS.Process): Channel {
  return {
    post(message) {
      if (!from.connected) return;
      // The parent may be gone in this very moment; `disconnect` tells so, the failed write need not.
      from.send?.(message, undefined, undefined, () => {});
    },
    onMessage(listener) {
      from.on('message', listener);
      return () => from.off('message', listener);
    },
    onClose(listener) {
      from.on('disconnect', listener);
      return () => from.off('disconnect', listener);
    },
    close() {
      if (from.connected) from.disconnect?.();
    },
  };
}
