import { type Answer, type Command, encodeAnswer } from '../apdu/index.ts';
import { type CipherSuite, encryptBlock, pad, unpad } from '../crypto/index.ts';
import { understood } from '../errors.ts';
import type { SessionKeys } from '../secure-messaging/index.ts';
import {
  bytesToNumber,
  concatBytes,
  equalBytes,
  numberToBytes,
  readTlvs,
  type Tlv,
  writeTlv,
} from '../tlv/index.ts';

/** The chip's side of secure messaging (Doc 9303-11 §9.8). */
export class ChipChannel {
  readonly suite: CipherSuite;
  readonly #keys: SessionKeys;
  #counter: bigint;

  constructor(suite: CipherSuite, keys: SessionKeys, counter = 0n) {
    this.suite = suite;
    this.#keys = keys;
    this.#counter = counter;
  }

  #count(): Uint8Array {
    this.#counter += 1n;
    return numberToBytes(this.#counter, this.suite.blockLength);
  }

  #iv(counter: Uint8Array): Uint8Array {
    return this.suite.cipher === 'aes'
      ? encryptBlock('aes', this.#keys.encryption, counter)
      : new Uint8Array(8);
  }

  /** The command inside, or null when it is not in order: the chip then drops its session. */
  unwrap(command: Command): Command | null {
    const counter = this.#count();
    const objects = understood(() => readTlvs(command.data ?? new Uint8Array()));
    const checksum = objects?.at(-1);
    if (!objects || checksum?.tag !== 0x8e) return null;
    const { suite } = this;
    const header = Uint8Array.of(command.cla ?? 0, command.ins, command.p1, command.p2);
    const body = concatBytes(...objects.slice(0, -1).map(({ encoded }) => encoded));
    const covered = concatBytes(
      counter,
      pad(header, suite.blockLength),
      body.length > 0 ? pad(body, suite.blockLength) : body,
    );
    if (!equalBytes(suite.macOfBlocks(this.#keys.mac, covered), checksum.value)) return null;
    const le = objects.find(({ tag }) => tag === 0x97)?.value;
    const encrypted = objects.find(({ tag }) => tag === 0x85 || tag === 0x87);
    const data = encrypted && this.#decrypt(counter, encrypted);
    if (data === null) return null;
    const plain = { cla: (command.cla ?? 0) & ~0x0c, ins: command.ins, p1: command.p1, p2: command.p2 };
    const limit = le?.length === 2 ? 65_536 : 256;
    return {
      ...plain,
      ...(data && { data }),
      ...(le && { le: Number(bytesToNumber(le)) || limit }),
    };
  }

  #decrypt(counter: Uint8Array, { tag, value }: Tlv): Uint8Array | null {
    const encrypted = tag === 0x87 ? value.subarray(1) : value;
    if (encrypted.length === 0 || encrypted.length % this.suite.blockLength !== 0) return null;
    return unpad(this.suite.decrypt(this.#keys.encryption, this.#iv(counter), encrypted));
  }

  wrap(answer: Answer, ins: number): Answer {
    const counter = this.#count();
    const { suite } = this;
    const objects: Uint8Array[] = [];
    if (answer.data.length > 0) {
      const padded = pad(answer.data, suite.blockLength);
      const encrypted = suite.encrypt(this.#keys.encryption, this.#iv(counter), padded);
      objects.push(ins % 2 === 1 ? writeTlv(0x85, encrypted) : writeTlv(0x87, Uint8Array.of(1), encrypted));
    }
    objects.push(writeTlv(0x99, encodeAnswer({ data: new Uint8Array(), status: answer.status })));
    const body = concatBytes(...objects);
    const covered = concatBytes(counter, pad(body, suite.blockLength));
    const checksum = writeTlv(0x8e, suite.macOfBlocks(this.#keys.mac, covered));
    return { data: concatBytes(body, checksum), status: answer.status };
  }
}
