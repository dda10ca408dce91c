import { randomBytes } from 'node:crypto';
import { delays } from './delays.ts';

/** What can go wrong with what a device sends. */
export const sendingFaults = [
  'garbage',
  'half',
  'slow',
  'wrong-order',
  'endless',
  'duplicate',
  'stuck',
] as const;
export type SendingFault = (typeof sendingFaults)[number];

export interface FaultySender {
  send(bytes: Uint8Array): void;
  /** From now on; null is none. */
  fault(fault: SendingFault | null): void;
  stop(): void;
}

/** Milliseconds between the pieces of a slow message, and between those of an endless one. */
const slowPiece = 400;
const endlessPiece = 10;

/**
 * Between a device and its cable: lets through what the device sends, or what a broken one would.
 *
 * @param noise makes that many bytes of it
 */
export function faultySender(
  through: (bytes: Uint8Array) => void,
  noise: (length: number) => Uint8Array = randomBytes,
): FaultySender {
  let current: SendingFault | null = null;
  const { after, stop } = delays();
  const goOn = () => {
    if (current !== 'endless') return;
    through(noise(64).map((byte) => 0x41 + (byte % 26)));
    after(endlessPiece, goOn);
  };
  const sends: Record<SendingFault, (bytes: Uint8Array) => void> = {
    garbage: ({ length }) => through(new Uint8Array(noise(length))),
    half: (bytes) => through(bytes.subarray(0, bytes.length >> 1)),
    slow(bytes) {
      for (let at = 0, wait = 0; at < bytes.length; at += 16, wait += slowPiece) {
        after(wait, () => through(bytes.subarray(at, at + 16)));
      }
    },
    'wrong-order'(bytes) {
      const middle = bytes.length >> 1;
      through(Uint8Array.from([...bytes.subarray(middle), ...bytes.subarray(0, middle)]));
    },
    endless(bytes) {
      // It begins as it should and does not come to its end.
      through(bytes.subarray(0, -1));
      goOn();
    },
    duplicate(bytes) {
      through(bytes);
      through(bytes);
    },
    stuck() {},
  };
  return {
    send: (bytes) => (current ? sends[current](bytes) : through(bytes)),
    fault(fault) {
      current = fault;
      stop();
    },
    stop,
  };
}
