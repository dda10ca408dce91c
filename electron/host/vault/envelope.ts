import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  type webcrypto,
} from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { VaultError } from './errors.ts';
import type { EventRow } from './types.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

type EventPlace = Pick<EventRow, 'visit' | 'seq' | 'type'>;

/** The keys of one visit. All are derived from, or are, the 256 bits that shredding deletes. */
export interface VisitKeys {
  readonly events: webcrypto.CryptoKey;
  readonly images: Uint8Array;
  readonly imageNames: Uint8Array;
}

export async function visitKeysFrom(key: Uint8Array): Promise<VisitKeys> {
  const derive = (info: string) => new Uint8Array(hkdfSync('sha256', key, '', `proofdesk.${info}.v1`, 32));
  const events = await crypto.subtle.importKey('raw', derive('events'), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  return { events, images: derive('images'), imageNames: derive('image-names') };
}

/** Compact JWE (RFC 7516), alg dir, enc A256GCM; the protected header ties the body to its place in the visit. */
export async function sealEvent(json: string, place: EventPlace, keys: VisitKeys): Promise<string> {
  const { visit, seq, type } = place;
  return new CompactEncrypt(encoder.encode(json))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', visit, seq, type })
    .encrypt(keys.events);
}

/** @throws VaultError 'vault/tampered' when the body does not decrypt or belongs to another place */
export async function openEvent(row: EventRow, keys: VisitKeys): Promise<unknown> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(row.body, keys.events, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const { visit, seq, type } = protectedHeader as Record<string, unknown>;
    if (visit !== row.visit || seq !== row.seq || type !== row.type)
      throw new Error('moved from another place');
    return JSON.parse(decoder.decode(plaintext));
  } catch (cause) {
    throw new VaultError('vault/tampered', `The event at position ${row.position} was altered.`, { cause });
  }
}

/** A keyed name: equal bytes meet within a visit, and nobody can test a guess about them once the key is gone. */
export function imageRef(bytes: Uint8Array, mediaType: string, keys: VisitKeys): string {
  const mac = createHmac('sha256', keys.imageNames).update(`${mediaType}\n`).update(bytes);
  return `image-${mac.digest('base64url')}`;
}

const imageAad = (visit: string, ref: string, mediaType: string) =>
  encoder.encode(JSON.stringify([visit, ref, mediaType]));

/** AES-256-GCM as `nonce (12) ‖ tag (16) ‖ ciphertext`; a JWE would make every image a third larger. */
export function sealImage(
  bytes: Uint8Array,
  visit: string,
  ref: string,
  mediaType: string,
  keys: VisitKeys,
): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.images, nonce, { authTagLength: 16 });
  cipher.setAAD(imageAad(visit, ref, mediaType));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @throws VaultError 'vault/tampered' */
export function openImage(
  sealed: Uint8Array,
  visit: string,
  ref: string,
  mediaType: string,
  keys: VisitKeys,
): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-256-gcm', keys.images, sealed.subarray(0, 12), {
      authTagLength: 16,
    });
    decipher.setAAD(imageAad(visit, ref, mediaType));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]));
  } catch (cause) {
    throw new VaultError('vault/tampered', 'An image was altered.', { cause });
  }
}
