import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { TicketError } from './errors.ts';

/** RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. Pinned: no ticket names an algorithm. */
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes128Gcm(),
});
const info = new TextEncoder().encode('proofdesk offline ticket 1');
const ENCAPSULATED = 32;

const bytesOf = (buffer: ArrayBuffer) => new Uint8Array(buffer);
/** Web Crypto wants memory of its own. */
const own = (bytes: Uint8Array) => Uint8Array.from(bytes).buffer;

/** A key pair of a hub, raw (RFC 7748). */
export interface HubKeyPair {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

export async function newHubKeyPair(): Promise<HubKeyPair> {
  const pair = await suite.kem.generateKeyPair();
  return {
    publicKey: bytesOf(await suite.kem.serializePublicKey(pair.publicKey)),
    privateKey: bytesOf(await suite.kem.serializePrivateKey(pair.privateKey)),
  };
}

/** Encapsulated key and ciphertext in one. `context` is bound and not carried. */
export async function sealFor(
  publicKey: Uint8Array,
  plain: Uint8Array,
  context: Uint8Array,
): Promise<Uint8Array> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(own(publicKey));
  const sender = await suite.createSenderContext({ recipientPublicKey, info: own(info) });
  const sealed = bytesOf(await sender.seal(own(plain), own(context)));
  return Uint8Array.from([...bytesOf(sender.enc), ...sealed]);
}

/** @throws TicketError `ticket/not-for-us` when it was not sealed for this key and context, or was altered */
export async function unsealWith(
  privateKey: Uint8Array,
  sealed: Uint8Array,
  context: Uint8Array,
): Promise<Uint8Array> {
  try {
    const recipientKey = await suite.kem.deserializePrivateKey(own(privateKey));
    const enc = own(sealed.subarray(0, ENCAPSULATED));
    const recipient = await suite.createRecipientContext({ recipientKey, enc, info: own(info) });
    return bytesOf(await recipient.open(own(sealed.subarray(ENCAPSULATED)), own(context)));
  } catch (cause) {
    throw new TicketError('ticket/not-for-us', 'the ticket does not open with this hub’s key', { cause });
  }
}
