import { createConnection } from 'node:net';
import { endianness } from 'node:os';

/** pcsc-lite's `winscard_msg.h`: CMD_VERSION, and the protocol that its versions of the last ten years speak. */
const askVersion = 0x11;
const protocol = { major: 4, minor: 4 };
const versionBytes = 12;

export interface PcscdOptions {
  /** Where the service listens; pcsc-lite's own place when not given. */
  socket?: string;
  /** Milliseconds for its answer; 3000 when not given. */
  patience?: number;
}

function question(): Buffer {
  const words = [versionBytes, askVersion, protocol.major, protocol.minor, 0];
  const bytes = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) {
    if (endianness() === 'LE') bytes.writeUInt32LE(word, index * 4);
    else bytes.writeUInt32BE(word, index * 4);
  }
  return bytes;
}

/**
 * Whether pcscd says anything when it is asked for its version. A service that hangs takes connections all the same, and the
 * binding would wait for its answer on this thread, for ever, with every other device of the station.
 *
 * @returns false when it is there and silent; true when it answered, and when there is none, which the binding says better
 */
export async function pcscdAnswers({
  socket = process.env.PCSCLITE_CSOCK_NAME ?? '/run/pcscd/pcscd.comm',
  patience = 3000,
}: PcscdOptions = {}): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  return new Promise((resolve) => {
    const connection = createConnection(socket);
    const end = (answers: boolean) => {
      clearTimeout(timer);
      connection.destroy();
      resolve(answers);
    };
    const timer = setTimeout(() => end(false), patience);
    timer.unref();
    connection.once('connect', () => connection.write(question()));
    connection.once('data', () => end(true));
    connection.once('error', () => end(true));
    connection.once('close', () => end(true));
    connection.unref();
  });
}
