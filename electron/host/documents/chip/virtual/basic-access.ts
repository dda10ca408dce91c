import type { AccessKey } from '../access-key/index.ts';
import { type BacKeys, bacKeys, openBac, sealBac } from '../bac/index.ts';
import { KDF, SUITES } from '../crypto/index.ts';
import { bytesToNumber, concatBytes, equalBytes } from '../tlv/index.ts';
import { ChipChannel } from './secured.ts';

/** The chip's side of basic access control (Doc 9303-11 §4.3). */
export class BasicAccess {
  readonly #keys: BacKeys[];
  readonly #random: (length: number) => Uint8Array;
  #challenge: Uint8Array | null = null;

  constructor(keys: readonly AccessKey[], random: (length: number) => Uint8Array) {
    this.#keys = keys.filter(({ kind }) => kind === 'mrz').map(bacKeys);
    this.#random = random;
  }

  challenge(): Uint8Array {
    this.#challenge = this.#random(8);
    return this.#challenge;
  }

  /** The answer to EXTERNAL AUTHENTICATE with the session it opens, or null when the key is wrong. */
  authenticate(sealed: Uint8Array): { answer: Uint8Array; channel: ChipChannel } | null {
    const challenge = this.#challenge;
    this.#challenge = null;
    for (const keys of challenge ? this.#keys : []) {
      const message = openBac(keys, sealed);
      if (!challenge || !message || !equalBytes(message.subarray(8, 16), challenge)) continue;
      const theirs = message.subarray(0, 8);
      const secret = this.#random(16);
      const seed = secret.map((octet, i) => octet ^ (message[16 + i] as number));
      const suite = SUITES['3DES'];
      const session = { encryption: suite.derive(seed, KDF.encryption), mac: suite.derive(seed, KDF.mac) };
      const counter = bytesToNumber(concatBytes(challenge.subarray(4), theirs.subarray(4)));
      return {
        answer: sealBac(keys, concatBytes(challenge, theirs, secret)),
        channel: new ChipChannel(suite, session, counter),
      };
    }
    return null;
  }
}
