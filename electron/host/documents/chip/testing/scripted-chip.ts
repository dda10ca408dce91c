import type { ChipTransport } from '../apdu/index.ts';
import { bytesOf } from '../tlv/index.ts';
import { upperHex } from './hex.ts';

/** A chip that expects exactly these commands, in this order, and gives their answers. All in hexadecimal digits. */
export interface ScriptedChip extends ChipTransport {
  /** Exchanges that have not taken place. */
  readonly left: () => number;
}

/** @throws Error for a command that was not expected; what is left over must be asserted with `left` */
export function scriptedChip(
  exchanges: readonly (readonly [command: string, answer: string])[],
): ScriptedChip {
  let next = 0;
  return {
    atr: null,
    left: () => exchanges.length - next,
    async transmit(command) {
      const exchange = exchanges[next];
      if (!exchange) throw new Error(`unexpected command ${upperHex(command)}`);
      if (exchange[0] !== upperHex(command)) {
        throw new Error(`command ${upperHex(command)} where ${exchange[0]} was expected`);
      }
      next += 1;
      return bytesOf(exchange[1]);
    },
  };
}
