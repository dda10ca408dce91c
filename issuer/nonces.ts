import { createHmac } from 'node:crypto';
import { sameBytes, sha256 } from './secrets.ts';
import type { SpentNonce } from './store/store.ts';
import type { Clock, RandomSource } from './types.ts';

const LIFE_MS = 300_000;
const EXPIRY_BYTES = 6;
const RANDOM_BYTES = 10;
const MAC_BYTES = 16;

/**
 * Nonces that cost nothing until they are used. The endpoint is open to all (OpenID4VCI 1.0 §7), so it must not fill
 * the database: a nonce carries its expiry and a MAC, and only spent ones are remembered. The MAC's key follows from the
 * signing key, so any process of this issuer knows the nonces of the others; the identifier is in the MAC, so a nonce is good at
 * the identifier that gave it and at no other; after a rotation a wallet is told
 * invalid_nonce and asks again, as §8.3.1.2 foresees.
 */
export class NonceMint {
  readonly #clock: Clock;
  readonly #random: RandomSource;
  readonly #key: () => Promise<Uint8Array>;
  readonly #issuerUrl: string;

  constructor(issuerUrl: string, clock: Clock, random: RandomSource, key: () => Promise<Uint8Array>) {
    this.#issuerUrl = issuerUrl;
    this.#clock = clock;
    this.#random = random;
    this.#key = key;
  }

  async mint(): Promise<string> {
    const body = Buffer.alloc(EXPIRY_BYTES + RANDOM_BYTES);
    body.writeUIntBE(this.#clock() + LIFE_MS, 0, EXPIRY_BYTES);
    body.set(this.#random(RANDOM_BYTES), EXPIRY_BYTES);
    return Buffer.concat([body, await this.#mac(body)]).toString('base64url');
  }

  /** The nonce's hash and expiry if it is one of ours and in time, else null. It may still have been spent. */
  async read(nonce: string): Promise<SpentNonce | null> {
    const bytes = Buffer.from(nonce, 'base64url');
    if (bytes.byteLength !== EXPIRY_BYTES + RANDOM_BYTES + MAC_BYTES) return null;
    const body = bytes.subarray(0, EXPIRY_BYTES + RANDOM_BYTES);
    if (!sameBytes(bytes.subarray(body.byteLength), await this.#mac(body))) return null;
    const expiresAt = body.readUIntBE(0, EXPIRY_BYTES);
    if (expiresAt <= this.#clock()) return null;
    return { hash: sha256(bytes.toString('base64url')), expiresAt };
  }

  async #mac(body: Uint8Array): Promise<Buffer> {
    return createHmac('sha256', await this.#key())
      .update(body)
      .update(this.#issuerUrl)
      .digest()
      .subarray(0, MAC_BYTES);
  }
}
