import { CodedError } from '../../contract/index.ts';
import type { HostToShell, ShellToHost } from '../../contract/shell.ts';

/** How long the operating system's key store may think (it may ask a person to unlock it), in milliseconds. */
const patience = 60_000;

/**
 * Electron's safeStorage lives in main; keys go there to be wrapped and come back by number.
 * @throws CodedError with main's code, or `vault/key-unavailable` when there is no answer
 */
export function keysOverShell(tell: (message: HostToShell) => void) {
  const open = new Map<number, { resolve(bytes: Uint8Array): void; reject(error: Error): void }>();
  let next = 1;
  const ask = (type: 'wrap-key' | 'unwrap-key', bytes: Uint8Array) =>
    new Promise<Uint8Array>((resolve, reject) => {
      const id = next++;
      const timer = setTimeout(() => {
        open.delete(id);
        reject(new CodedError('vault/key-unavailable', 'the key store did not answer'));
      }, patience);
      const settled =
        <T>(finish: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          open.delete(id);
          finish(value);
        };
      open.set(id, { resolve: settled(resolve), reject: settled(reject) });
      tell({ type, id, bytes });
    });
  return {
    wrap: (key: Uint8Array) => ask('wrap-key', key),
    unwrap: (wrapped: Uint8Array) => ask('unwrap-key', wrapped),
    answered(message: Extract<ShellToHost, { type: 'key' }>) {
      const call = open.get(message.id);
      if (message.bytes) call?.resolve(message.bytes);
      else call?.reject(new CodedError(message.error ?? 'vault/key-unavailable', 'the key store refused'));
    },
  };
}
