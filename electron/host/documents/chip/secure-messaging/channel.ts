import type { Answer, Command, Wrapping } from '../apdu/index.ts';
import { statusError } from '../apdu/index.ts';
import { type CipherSuite, encryptBlock, pad, unpad } from '../crypto/index.ts';
import { ChipError } from '../errors.ts';
import { concatBytes, equalBytes, numberToBytes, readTlvs, type Tlv, writeTlv } from '../tlv/index.ts';

/** Data objects of secure messaging (Doc 9303-11 §9.8.4). */
const ENCRYPTED = 0x85;
const PADDED_ENCRYPTED = 0x87;
const EXPECTED_LENGTH = 0x97;
const STATUS = 0x99;
const CHECKSUM = 0x8e;
const PADDING_METHOD_2 = Uint8Array.of(1);

export interface SessionKeys {
  readonly encryption: Uint8Array;
  readonly mac: Uint8Array;
}

/** Most octets an answer's data can have so that the protected answer still fits the short form (256 octets). */
export function longestShortAnswer(suite: CipherSuite): number {
  // 99 02 SW SW, 8E 08 and the checksum, 87 81 L 01; at least one octet of padding.
  return Math.floor((256 - 4 - 10 - 4) / suite.blockLength) * suite.blockLength - 1;
}

/** Secure messaging with triple DES or AES (Doc 9303-11 §9.8): encrypts, authenticates, and counts every message. */
export class SecureChannel implements Wrapping {
  readonly suite: CipherSuite;
  readonly #keys: SessionKeys;
  #counter: bigint;

  /** @param counter the send sequence counter to begin with: zero, but after BAC (§9.8.6.3) */
  constructor(suite: CipherSuite, keys: SessionKeys, counter = 0n) {
    this.suite = suite;
    this.#keys = keys;
    this.#counter = counter;
  }

  #count(): Uint8Array {
    const size = this.suite.blockLength;
    this.#counter = (this.#counter + 1n) % (1n << BigInt(size * 8));
    return numberToBytes(this.#counter, size);
  }

  #iv(counter: Uint8Array): Uint8Array {
    return this.suite.cipher === 'aes'
      ? encryptBlock('aes', this.#keys.encryption, counter)
      : new Uint8Array(this.suite.blockLength);
  }

  /** The checksum over counter, header (if any) and objects, each padded to whole blocks (Doc 9303-11 §9.8.1). */
  #checksum(counter: Uint8Array, header: Uint8Array | null, objects: Uint8Array): Uint8Array {
    const block = this.suite.blockLength;
    const parts = [counter];
    if (header) parts.push(pad(header, block));
    if (objects.length > 0) parts.push(pad(objects, block));
    return this.suite.macOfBlocks(this.#keys.mac, concatBytes(...parts));
  }

  /** Encrypts and authenticates a command; its answer must be given to {@link unprotect} before the next. */
  protect(command: Command): Command {
    const counter = this.#count();
    const cla = (command.cla ?? 0) | 0x0c;
    const { ins, p1, p2, data, le } = command;
    const objects: Uint8Array[] = [];
    if (data && data.length > 0) {
      const { suite } = this;
      const encrypted = suite.encrypt(this.#keys.encryption, this.#iv(counter), pad(data, suite.blockLength));
      objects.push(
        ins % 2 === 1
          ? writeTlv(ENCRYPTED, encrypted)
          : writeTlv(PADDED_ENCRYPTED, PADDING_METHOD_2, encrypted),
      );
    }
    if (le !== undefined) {
      objects.push(writeTlv(EXPECTED_LENGTH, le > 256 ? twoOctets(le) : Uint8Array.of(le & 0xff)));
    }
    const body = concatBytes(...objects);
    const checksum = this.#checksum(counter, Uint8Array.of(cla, ins, p1, p2), body);
    const protectedData = concatBytes(body, writeTlv(CHECKSUM, checksum));
    const long = protectedData.length > 255 || (le ?? 0) > 256;
    return { cla, ins, p1, p2, data: protectedData, le: long ? 65_536 : 256 };
  }

  /**
   * Verifies and decrypts an answer.
   * @throws ChipError `chip/session-lost` for a bare error status (the chip has dropped its keys); `chip/protocol` for a
   * wrong checksum, a missing one, or anything out of place
   */
  unprotect(answer: Answer): Answer {
    const counter = this.#count();
    if (answer.data.length === 0) {
      throw new ChipError('chip/session-lost', 'an answer without secure messaging', {
        cause: statusError('under secure messaging', answer.status),
      });
    }
    const objects = objectsOf(answer.data);
    const checksum = objects.at(-1);
    if (checksum?.tag !== CHECKSUM) throw new ChipError('chip/protocol', 'an answer without its checksum');
    const body = answer.data.subarray(0, answer.data.length - checksum.encoded.length);
    if (!equalBytes(this.#checksum(counter, null, body), checksum.value)) {
      throw new ChipError('chip/protocol', 'an answer with a wrong checksum');
    }
    return this.#open(counter, objects.slice(0, -1));
  }

  #open(counter: Uint8Array, objects: readonly Tlv[]): Answer {
    let data: Uint8Array = new Uint8Array();
    let status: number | null = null;
    let previous = 0;
    for (const { tag, value } of objects) {
      const order = tag === STATUS ? 2 : 1;
      if (order <= previous) throw new ChipError('chip/protocol', 'secure messaging objects out of order');
      previous = order;
      if (tag === STATUS && value.length === 2) {
        status = ((value[0] as number) << 8) | (value[1] as number);
      } else if (tag === PADDED_ENCRYPTED && value[0] === 1) {
        data = this.#decrypt(counter, value.subarray(1));
      } else if (tag === ENCRYPTED) {
        data = this.#decrypt(counter, value);
      } else {
        throw new ChipError('chip/protocol', 'an unexpected secure messaging object');
      }
    }
    if (status === null) throw new ChipError('chip/protocol', 'a protected answer without a status');
    return { data, status };
  }

  #decrypt(counter: Uint8Array, encrypted: Uint8Array): Uint8Array {
    const { suite } = this;
    const whole = encrypted.length > 0 && encrypted.length % suite.blockLength === 0;
    const plain = whole && unpad(suite.decrypt(this.#keys.encryption, this.#iv(counter), encrypted));
    if (!plain) throw new ChipError('chip/protocol', 'encrypted data that are not whole');
    return plain;
  }
}

function twoOctets(value: number): Uint8Array {
  return Uint8Array.of((value >> 8) & 0xff, value & 0xff);
}

function objectsOf(data: Uint8Array): Tlv[] {
  try {
    return readTlvs(data);
  } catch (cause) {
    throw new ChipError('chip/protocol', 'an answer that is no secure messaging', { cause });
  }
}
