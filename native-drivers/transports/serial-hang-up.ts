import { type read as fsRead, read } from 'node:fs';
import { promisify } from 'node:util';

/** What serialport has below its stream on Unix; on Windows there is no poller, and none is needed. */
interface UnixBinding {
  fd: number | null;
  poller: { once(event: 'readable', listener: (error: Error | null) => void): unknown };
  read(buffer: Buffer, offset: number, length: number): Promise<{ bytesRead: number; buffer: Buffer }>;
}

const again = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

/**
 * Makes a port whose cable was pulled say so. A terminal that was hung up reads as ended, with no bytes; serialport
 * (bindings-cpp 13.0) takes that for "nothing yet", reads again at once and for ever, keeps a processor busy and never
 * reports the loss, if the plug is pulled while a read is under way.
 */
export function endAtHangUp(
  binding: unknown,
  readBytes: typeof fsRead.__promisify__ = promisify(read),
): void {
  if (!isUnix(binding)) return;
  const readable = () =>
    new Promise<void>((resolve, reject) => {
      binding.poller.once('readable', (error) => (error ? reject(error) : resolve()));
    });
  binding.read = async (buffer, offset, length) => {
    for (;;) {
      if (binding.fd === null) throw Object.assign(new Error('the port is closed'), { canceled: true });
      try {
        const { bytesRead } = await readBytes(binding.fd, buffer, offset, length, null);
        if (bytesRead > 0) return { bytesRead, buffer };
      } catch (error) {
        if (!again.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
        await readable();
        continue;
      }
      throw new Error('the port was hung up');
    }
  };
}

function isUnix(binding: unknown): binding is UnixBinding {
  return typeof binding === 'object' && binding !== null && 'poller' in binding && 'fd' in binding;
}
