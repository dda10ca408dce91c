import { writeTextMessage } from '../protocols/mrz-text.ts';

/** The device's side of a serial protocol: what it does with what it is told, and what it sends for a document. */
export interface SerialDevice {
  receive(bytes: Uint8Array): void;
  /** A document is put in, its machine readable zone being these lines. */
  show(lines: readonly string[]): void;
  remove(): void;
}

export type SerialDeviceName = 'lines' | 'bare-lines' | 'elyctis' | 'honeywell' | 'newland';

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const bareText = (lines: readonly string[]) => ascii(`${lines.join('\r')}\r`);

/** @param send takes what the device sends */
export const serialDevices: Record<SerialDeviceName, (send: (bytes: Uint8Array) => void) => SerialDevice> = {
  /** A page-edge reader: STX, the lines, ETX, and deaf. */
  lines: (send) => ({ receive() {}, show: (lines) => send(writeTextMessage(lines)), remove() {} }),
  'bare-lines': (send) => ({ receive() {}, show: (lines) => send(bareText(lines)), remove() {} }),
  elyctis: (send) => {
    let armed = false;
    let lies: Uint8Array | null = null;
    const answer = (letter: number, data: Uint8Array) =>
      send(Uint8Array.from([letter, data.length >> 8, data.length & 0xff, ...data]));
    const say: Record<string, Uint8Array> = {
      V: ascii('1.70'),
      R: ascii('000042'),
      W: ascii('2.1'),
      T: ascii('IDBOX'),
    };
    const commands = collector((held) => {
      // Noise before a command, as from a port at another speed.
      if (!'CIVRWT'.includes(String.fromCharCode(held[0]!))) return 1;
      if (held.length < 3) return 0;
      const length = held[1]! * 256 + held[2]!;
      if (held.length < 3 + length) return 0;
      const letter = String.fromCharCode(held[0]!);
      if (letter === 'C') {
        armed = held[3] === 1;
        answer(held[0]!, Uint8Array.of(armed ? 1 : 0));
      } else if (letter === 'I') answer(held[0]!, lies ?? new Uint8Array());
      else if (say[letter]) answer(held[0]!, say[letter]);
      return 3 + length;
    });
    return {
      receive: commands,
      show(lines) {
        lies = bareText(lines);
        if (!armed) return;
        // The mode ends with the reading.
        armed = false;
        answer(0x49, lies);
      },
      remove() {
        lies = null;
      },
    };
  },
  honeywell: (send) => {
    let lies: Uint8Array | null = null;
    let pulled = false;
    const commands = collector((held) => {
      if (held[0] !== 0x16) return 1;
      const end = held[1] === 0x4d ? held.findIndex((byte) => byte === 0x21 || byte === 0x2e) + 1 : 3;
      if (end === 0 || held.length < end) return 0;
      if (held[1] === 0x4d) {
        const command = Buffer.from(held.slice(3, end - 1))
          .toString('latin1')
          .toUpperCase();
        const known = command.startsWith('REVINF');
        send(
          ascii(
            `${command}${known ? ': BX000042' : ''}${known ? '\u0006' : '\u0005'}${String.fromCharCode(held[end - 1]!)}`,
          ),
        );
      }
      pulled = held[1] === 0x54;
      if (pulled && lies) send(lies);
      return end;
    });
    return {
      receive: commands,
      show(lines) {
        lies = bareText(lines);
        send(lies);
      },
      remove() {
        lies = null;
      },
    };
  },
  newland: (send) => {
    let lies: Uint8Array | null = null;
    const commands = collector((held) => {
      if (held[0] !== 0x7e) return 1;
      const end = held.indexOf(0x03) + 1;
      if (end === 0) return 0;
      const command = Buffer.from(held.slice(7, end - 2)).toString('latin1');
      const known = /^(QRYSYS|SCNTRG[01])/.test(command);
      send(
        Uint8Array.from([
          0x02,
          0x01,
          ...ascii(`0000${String.fromCharCode(held[6] ?? 0x40)}${command}`),
          known ? 6 : 5,
          0x3b,
          0x03,
        ]),
      );
      if (command === 'SCNTRG1' && lies) send(lies);
      return end;
    });
    return {
      receive: commands,
      show(lines) {
        lies = bareText(lines);
        send(lies);
      },
      remove() {
        lies = null;
      },
    };
  },
};

/** Holds what has come until `take` has used some of it from the front; 0 waits for more. */
function collector(take: (held: number[]) => number): (bytes: Uint8Array) => void {
  let held: number[] = [];
  return (bytes) => {
    held.push(...bytes);
    for (let used = 1; used > 0 && held.length > 0; ) {
      used = take(held);
      held = held.slice(used);
    }
    if (held.length > 4096) held = [];
  };
}
