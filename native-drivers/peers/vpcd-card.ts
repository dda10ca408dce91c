import { connect, type Socket } from 'node:net';

/** What answers commands: a virtual chip. Null means that it has left the field. */
export interface ApduPeer {
  process(command: Uint8Array): Promise<Uint8Array | null>;
  /** The field was cut. */
  reset(): void;
}

/** A card laid on the virtual reader of a real pcscd. */
export interface VpcdCard {
  /** Takes the card off. */
  remove(): void;
  /** Resolves when the card is off, for whatever reason. */
  readonly gone: Promise<void>;
}

export interface VpcdOptions {
  readonly host?: string;
  /** vpcd listens on 35963 for its first slot and 35964 for its second. */
  readonly port?: number;
  readonly atr?: Uint8Array;
}

/** Messages of one octet, from the reader: power off, power on, reset, and the question for the answer to reset. */
const POWER_OFF = 0;
const RESET = 2;
const ASK_ATR = 4;

/** The answer to reset that PC/SC builds for a contactless chip without historical octets (PC/SC part 3 §3.1.3.2.3). */
export const CONTACTLESS_ATR = Uint8Array.of(0x3b, 0x80, 0x80, 0x01, 0x01);

/**
 * Lays a virtual chip on the reader of vsmartcard's vpcd: a connection is a card in the field, and every message is two octets
 * of length and then that many.
 * @throws Error when nothing listens there
 */
export async function layOnVpcd(peer: ApduPeer, options: VpcdOptions = {}): Promise<VpcdCard> {
  const { host = '127.0.0.1', port = 35_963, atr = CONTACTLESS_ATR } = options;
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opening = connect(port, host, () => {
      opening.off('error', reject);
      resolve(opening);
    });
    opening.once('error', reject);
  });
  socket.setNoDelay(true);
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => socket.destroy());

  const send = (message: Uint8Array) => {
    const header = Uint8Array.of(message.length >> 8, message.length & 0xff);
    socket.write(Buffer.concat([header, message]));
  };
  const handle = async (message: Uint8Array) => {
    if (message.length === 1) {
      if (message[0] === ASK_ATR) send(atr);
      else if (message[0] === POWER_OFF || message[0] === RESET) peer.reset();
      return;
    }
    const answer = await peer.process(message);
    if (answer) send(answer);
    else socket.destroy();
  };
  let waiting = Buffer.alloc(0);
  let turn: Promise<void> = Promise.resolve();
  socket.on('data', (data) => {
    waiting = Buffer.concat([waiting, data]);
    while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE(0)) {
      const message = Uint8Array.from(waiting.subarray(2, 2 + waiting.readUInt16BE(0)));
      waiting = waiting.subarray(2 + message.length);
      turn = turn.then(() => handle(message)).catch(() => void socket.destroy());
    }
  });
  return {
    remove: () => void socket.destroy(),
    gone,
  };
}
