import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCode, rejectionCode } from '../testing/error-code.ts';
import { upperHex } from '../testing/hex.ts';
import { bytesOf } from '../tlv/index.ts';
import {
  ChipSession,
  type ChipTransport,
  decodeCommand,
  encodeCommand,
  statusError,
  succeeded,
} from './index.ts';

/** A chip that answers from a list and notes what it was sent. */
function scripted(...answers: string[]) {
  const sent: string[] = [];
  const transport: ChipTransport = {
    atr: null,
    async transmit(command) {
      sent.push(upperHex(command));
      const next = answers.shift();
      if (next === undefined) throw new Error('nothing left to say');
      return bytesOf(next);
    },
  };
  return { sent, transport };
}

const READ = { ins: 0xb0, p1: 0, p2: 0, le: 4 };

describe('commands', () => {
  it.each([
    ['00A4000C', {}],
    ['00B0000004', { le: 4 }],
    ['00B0000000', { le: 256 }],
    ['00A4020C02011E', { data: '011E' }],
    ['0082000002AABB28', { data: 'AABB', le: 40 }],
    ['00B00000000400', { le: 1024 }],
    ['00B00000000000', { le: 65_536 }],
  ])('%s', (hex, { data, le }: { data?: string; le?: number }) => {
    const [, ins = 0, p1 = 0, p2 = 0] = bytesOf(hex);
    const command = { cla: 0, ins, p1, p2, ...(data && { data: bytesOf(data) }), ...(le && { le }) };
    expect(upperHex(encodeCommand(command))).toBe(hex);
    expect(decodeCommand(bytesOf(hex))).toEqual(command);
  });

  it('survive being put into octets and taken out again', () => {
    const shape = fc.record({
      data: fc.option(fc.uint8Array({ minLength: 1, maxLength: 600 }), { nil: undefined }),
      le: fc.option(fc.integer({ min: 1, max: 65_536 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(shape, ({ data, le }) => {
        const command = { cla: 0, ins: 1, p1: 2, p2: 3, ...(data && { data }), ...(le && { le }) };
        expect(decodeCommand(encodeCommand(command))).toEqual(command);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses what is too long or does not add up', () => {
    expect(errorCode(() => encodeCommand({ ...READ, le: 65_537 }))).toBe('chip/too-large');
    for (const hex of ['', '00B000', '00A4020C0201', '00B0000000000001', '00B000000200000001']) {
      expect(errorCode(() => decodeCommand(bytesOf(hex)))).toBe('chip/malformed');
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        errorCode(() => decodeCommand(bytes));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a session', () => {
  it('gives data and status, and counts', async () => {
    const { transport } = scripted('60145F019000', '6A82');
    const session = new ChipSession(transport);
    expect(upperHex(succeeded('read', await session.send(READ)))).toBe('60145F01');
    expect((await session.send(READ)).status).toBe(0x6a82);
    expect(session.traffic).toEqual({ commands: 2, sent: 10, received: 8 });
  });

  it('fetches answers in pieces, and asks again with the length the chip names', async () => {
    const { sent, transport } = scripted('AABB6102', 'CCDD9000', '6C03', '0102039000');
    const session = new ChipSession(transport);
    expect(upperHex((await session.send(READ)).data)).toBe('AABBCCDD');
    expect(upperHex((await session.send(READ)).data)).toBe('010203');
    expect(sent).toEqual(['00B0000004', '00C0000002', '00B0000004', '00B0000003']);
  });

  it('does not follow an answer without an end', async () => {
    const transport = { atr: null, transmit: async () => bytesOf('AA6110') };
    const session = new ChipSession(transport);
    expect(await rejectionCode(session.send(READ))).toBe('chip/protocol');
    expect(session.traffic.commands).toBeLessThan(400);
  });

  it('asks once more only once', async () => {
    const { transport } = scripted('6C03', '6C03');
    expect((await new ChipSession(transport).send(READ)).status).toBe(0x6c03);
  });

  it('gives up on silence and stays given up', async () => {
    let answers = 0;
    const transport = {
      atr: null,
      transmit: () => {
        answers += 1;
        return new Promise<Uint8Array>(() => {});
      },
    };
    const session = new ChipSession(transport, { timeOut: 20 });
    expect(await rejectionCode(session.send(READ))).toBe('chip/no-answer');
    expect(await rejectionCode(session.send(READ))).toBe('chip/no-answer');
    expect(answers).toBe(1);
  });

  it('stops when told to, before and during a command', async () => {
    const controller = new AbortController();
    const transport = { atr: null, transmit: () => new Promise<Uint8Array>(() => {}) };
    const sending = new ChipSession(transport, { signal: controller.signal }).send(READ);
    controller.abort();
    expect(await rejectionCode(sending)).toBe('chip/cancelled');
    const late = new ChipSession(transport, { signal: controller.signal });
    expect(await rejectionCode(late.send(READ))).toBe('chip/cancelled');
  });

  it('takes any other failure of the reader for a chip that left', async () => {
    const { transport } = scripted();
    expect(await rejectionCode(new ChipSession(transport).send(READ))).toBe('chip/gone');
    expect(await rejectionCode(new ChipSession(scripted('90').transport).send(READ))).toBe('chip/protocol');
  });
});

describe('status words', () => {
  it.each([
    [0x6982, 'chip/refused'],
    [0x6a82, 'chip/no-file'],
    [0x6988, 'chip/session-lost'],
    [0x6f00, 'chip/protocol'],
  ])('%i', (status, code) => {
    expect(statusError('read', status)).toMatchObject({ code });
    expect(errorCode(() => succeeded('read', { data: bytesOf(''), status }))).toBe(code);
  });
});
