import { describe, expect, it } from 'vitest';
import { seededRandom } from '../testing/random.ts';
import { readTextMessage, writeTextMessage } from './mrz-text.ts';

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];

describe('text of a document reader', () => {
  it.each([
    ['STX, CR and ETX', `\x02${td3[0]}\r${td3[1]}\r\x03`],
    ['CR LF', `${td3[0]}\r\n${td3[1]}\r\n`],
    ['LF with none at the end', `${td3[0]}\n${td3[1]}`],
    ['empty lines between', `\r\r${td3[0]}\r\r${td3[1]}\r`],
  ])('takes the framing off: %s', (_, sent) => {
    expect(readTextMessage(ascii(sent))).toEqual({ lines: td3 });
  });

  it('leaves lines that were sent as one as one, and spaces as spaces', () => {
    expect(readTextMessage(ascii(`${td3[0]}${td3[1]}\r`))).toEqual({ lines: [`${td3[0]}${td3[1]}`] });
    expect(readTextMessage(ascii(' A B \r'))).toEqual({ lines: [' A B '] });
  });

  it('refuses what is no text of a document', () => {
    expect(readTextMessage(ascii('\x02\r\x03'))).toEqual({ problem: 'empty' });
    expect(readTextMessage(ascii('P<\x00'))).toEqual({ problem: 'unprintable' });
    expect(readTextMessage(ascii('P<\xe9'))).toEqual({ problem: 'unprintable' });
    expect(readTextMessage(ascii('A'.repeat(201)))).toEqual({ problem: 'too-long' });
    expect(readTextMessage(ascii('A\r'.repeat(9)))).toEqual({ problem: 'too-long' });
  });

  it('reads back what a reader writes', () => {
    expect(readTextMessage(writeTextMessage(td3))).toEqual({ lines: td3 });
  });

  it('answers 100,000 random messages with lines inside its limits or a named problem', () => {
    const random = seededRandom(3);
    let read = 0;
    for (let i = 0; i < 100_000; i++) {
      const bytes = random.bytes(random.below(40));
      const printable = random.below(2) === 0 ? bytes.map((byte) => (byte % 96) + 31) : bytes;
      const message = readTextMessage(printable);
      if ('problem' in message) expect(['empty', 'unprintable', 'too-long']).toContain(message.problem);
      else {
        read += 1;
        expect(message.lines.length).toBeGreaterThan(0);
      }
    }
    expect(read).toBeGreaterThan(10_000);
  });
});
