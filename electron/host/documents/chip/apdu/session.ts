import { ChipError } from '../errors.ts';
import { concatBytes } from '../tlv/index.ts';
import { type Answer, decodeAnswer } from './answer.ts';
import { type Command, encodeCommand } from './command.ts';
import type { ChipTransport } from './transport.ts';

/** Milliseconds a chip may take for one command. The slowest seen need about five seconds for a signature. */
const TIME_OUT = 12_000;
/** Most octets and most rounds an answer may have that comes in pieces. */
const LONGEST_ANSWER = 70_000;
const MOST_PIECES = 300;

/** What makes commands unreadable to others; {@link ChipSession} only passes them through. */
export interface Wrapping {
  protect(command: Command): Command;
  /** @throws ChipError `chip/protocol`, `chip/session-lost` */
  unprotect(answer: Answer): Answer;
}

/** APDUs and octets since the session began, both ways, as they crossed the antenna. */
export interface Traffic {
  commands: number;
  sent: number;
  received: number;
}

export interface SessionOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds for one command. */
  readonly timeOut?: number;
  /** Counts on where an earlier session of the same reading left off. */
  readonly traffic?: Traffic;
}

/**
 * A conversation with one chip: time limits, answers in pieces, and secure messaging once it is agreed. After any error
 * that leaves it open what the chip has received, the session is over and keeps throwing that error.
 */
export class ChipSession {
  readonly atr: Uint8Array | null;
  readonly traffic: Traffic;
  readonly #transport: ChipTransport;
  readonly #signal: AbortSignal | undefined;
  readonly #timeOut: number;
  #wrapping: Wrapping | null = null;
  #over: ChipError | null = null;

  constructor(transport: ChipTransport, options: SessionOptions = {}) {
    this.#transport = transport;
    this.#signal = options.signal;
    this.#timeOut = options.timeOut ?? TIME_OUT;
    this.atr = transport.atr;
    this.traffic = options.traffic ?? { commands: 0, sent: 0, received: 0 };
  }

  /** Whether commands are protected from here on. */
  get secured(): boolean {
    return this.#wrapping !== null;
  }

  /** Whether an earlier error ended the session. Statuses of the chip do not. */
  get over(): boolean {
    return this.#over !== null;
  }

  /** Protects every command from the next one on. A new wrapping takes the place of the old one. */
  secure(wrapping: Wrapping): void {
    this.#wrapping = wrapping;
  }

  /**
   * Sends one command.
   * @returns the answer, whatever its status
   * @throws ChipError `chip/gone`, `chip/no-answer`, `chip/cancelled`, `chip/protocol`, `chip/session-lost`
   */
  async send(command: Command): Promise<Answer> {
    if (this.#over) throw this.#over;
    try {
      if (!this.#wrapping) return await this.#exchange(command);
      return this.#wrapping.unprotect(await this.#exchange(this.#wrapping.protect(command)));
    } catch (error) {
      this.#over =
        error instanceof ChipError
          ? error
          : new ChipError('chip/gone', 'the reader failed', { cause: error });
      throw this.#over;
    }
  }

  /** One command with all pieces of its answer (61xx: GET RESPONSE, 6Cxx: once more with the right length). */
  async #exchange(command: Command): Promise<Answer> {
    let answer = decodeAnswer(await this.#transmit(encodeCommand(command)));
    if (answer.status >> 8 === 0x6c && answer.data.length === 0 && command.le !== undefined) {
      const le = answer.status & 0xff || 256;
      answer = decodeAnswer(await this.#transmit(encodeCommand({ ...command, le })));
    }
    const pieces = [answer.data];
    let length = answer.data.length;
    while (answer.status >> 8 === 0x61) {
      const more = {
        cla: (command.cla ?? 0) & 0x03,
        ins: 0xc0,
        p1: 0,
        p2: 0,
        le: answer.status & 0xff || 256,
      };
      answer = decodeAnswer(await this.#transmit(encodeCommand(more)));
      pieces.push(answer.data);
      length += answer.data.length;
      if (pieces.length > MOST_PIECES || length > LONGEST_ANSWER) {
        throw new ChipError('chip/protocol', 'an answer without an end');
      }
    }
    return { data: pieces.length === 1 ? answer.data : concatBytes(...pieces), status: answer.status };
  }

  async #transmit(command: Uint8Array): Promise<Uint8Array> {
    const signal = this.#signal;
    const cancelled = () => new ChipError('chip/cancelled', 'reading was given up');
    if (signal?.aborted) throw cancelled();
    this.traffic.commands += 1;
    this.traffic.sent += command.length;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop: (() => void) | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new ChipError('chip/no-answer', `no answer within ${this.#timeOut} ms`));
      }, this.#timeOut);
      stop = () => reject(cancelled());
      signal?.addEventListener('abort', stop, { once: true });
    });
    try {
      const answer = await Promise.race([this.#transport.transmit(command), limit]);
      this.traffic.received += answer.length;
      return answer;
    } finally {
      clearTimeout(timer);
      if (stop) signal?.removeEventListener('abort', stop);
    }
  }
}
