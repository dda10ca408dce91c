import { DeviceError } from '../errors.ts';
import type { StreamDecoder, StreamStep } from '../protocols/stream.ts';
import type { BytePort } from '../transports/byte-port.ts';
import type { Greeting } from './dialects.ts';

type Answer = Extract<StreamStep, { kind: 'answer' }>;

/** Milliseconds a reader may take to say what it is. */
const patience = 700;

/**
 * Asks a device what it is.
 *
 * @throws DeviceError `device/time-out` when nothing comes back, `device/protocol` when something else does: another
 *   device under a known name, or the right one at another speed
 */
export function greet(
  port: BytePort,
  frames: StreamDecoder,
  { ask, answer }: Greeting,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let heard = 0;
    const end = (settle: () => void) => {
      clearTimeout(timer);
      stopData();
      stopErrors();
      signal.removeEventListener('abort', aborted);
      settle();
    };
    const refuse = (error: unknown) => end(() => reject(error));
    const aborted = () => refuse(signal.reason);
    const timer = setTimeout(() => {
      refuse(
        heard > 0
          ? new DeviceError('device/protocol', 'what answers is not the device it is taken for')
          : new DeviceError('device/time-out', 'nothing answers there'),
      );
    }, patience);
    const stopData = port.onData((bytes) => {
      heard += bytes.length;
      for (const step of frames.push(bytes)) {
        if (step.kind === 'answer' && step.to === answer) return end(() => resolve(step));
      }
    });
    const stopErrors = port.onError(refuse);
    signal.addEventListener('abort', aborted);
    port.write(ask).catch(refuse);
  });
}
