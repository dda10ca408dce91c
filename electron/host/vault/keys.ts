import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { VaultError } from './errors.ts';

/**
 * What stands between a stolen disk and the vault:
 * `os` – DPAPI, Keychain, libsecret or kwallet (on Windows not against other programs of the same user);
 * `passphrase` – somebody types it at every start;
 * `file` – nothing but file permissions: whoever reads the disk reads the vault;
 * `basic-text` – Electron's Linux fallback, a password that is part of Chromium's source, or an unknown backend.
 */
export type KeyProtection = 'os' | 'passphrase' | 'file' | 'basic-text';

/** Wraps the database key for storage. What comes out of `wrap` may lie in a file. */
export interface KeyProvider {
  readonly protection: KeyProtection;
  wrap(key: Uint8Array): Promise<Uint8Array>;
  /** @throws whatever the provider throws when it cannot, now or ever */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

/**
 * Refuses protection that only looks like one. `file` passes: it is what a machine without key storage has, and the
 * station's health page has to show it.
 * @throws VaultError 'vault/key-unprotected'
 */
export function assertFitForEnrolment(protection: KeyProtection): void {
  if (protection === 'basic-text') {
    throw new VaultError(
      'vault/key-unprotected',
      'This system has no key storage: its fallback protects with a publicly known password.',
    );
  }
}

/** Not protected by the operating system: the key lies in a file that only this user may read. */
export const fileKeyProvider: KeyProvider = {
  protection: 'file',
  wrap: async (key) => Uint8Array.from(key),
  unwrap: async (wrapped) => Uint8Array.from(wrapped),
};

/** Electron's safeStorage as seen from the host: the main process wraps and unwraps, the bytes travel as messages. */
export interface OperatingSystemKeyStore {
  /** what `safeStorage.getSelectedStorageBackend()` says on Linux; 'dpapi' on Windows, 'keychain' on macOS */
  readonly backend: string;
  wrap(key: Uint8Array): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

const protectingBackends: ReadonlySet<string> = new Set([
  'dpapi',
  'keychain',
  'gnome_libsecret',
  'kwallet',
  'kwallet5',
  'kwallet6',
]);

export function operatingSystemKeyProvider(store: OperatingSystemKeyStore): KeyProvider {
  return {
    protection: protectingBackends.has(store.backend) ? 'os' : 'basic-text',
    wrap: (key) => store.wrap(key),
    unwrap: (wrapped) => store.unwrap(wrapped),
  };
}

/** OWASP's recommendation for scrypt: N = 2^17, r = 8, p = 1 (128 MiB, about half a second). */
const scryptCost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } as const;
const stretch = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

/**
 * scrypt (RFC 7914) and AES-256-GCM: `salt (16) ‖ nonce (12) ‖ tag (16) ‖ ciphertext`.
 * @param passphrase is compared in Unicode's NFKC, so that every keyboard yields the same
 */
export function passphraseKeyProvider(passphrase: string): KeyProvider {
  const derive = (salt: Uint8Array) => stretch(passphrase.normalize('NFKC'), salt, 32, scryptCost);
  return {
    protection: 'passphrase',
    async wrap(key) {
      const salt = randomBytes(16);
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', await derive(salt), nonce, { authTagLength: 16 });
      const sealed = Buffer.concat([cipher.update(key), cipher.final()]);
      return new Uint8Array(Buffer.concat([salt, nonce, cipher.getAuthTag(), sealed]));
    },
    async unwrap(wrapped) {
      const nonce = wrapped.subarray(16, 28);
      const secret = await derive(wrapped.subarray(0, 16));
      const decipher = createDecipheriv('aes-256-gcm', secret, nonce, { authTagLength: 16 });
      decipher.setAuthTag(wrapped.subarray(28, 44));
      const key = Buffer.concat([decipher.update(wrapped.subarray(44)), decipher.final()]);
      return new Uint8Array(key);
    },
  };
}
