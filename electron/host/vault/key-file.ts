import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CompactEncrypt, importJWK, type JWK } from 'jose';
import { toVaultError, VaultError } from './errors.ts';
import { createFileDurably, makePrivateDirectory } from './files.ts';
import type { KeyProtection, KeyProvider } from './keys.ts';
import { moveAside } from './quarantine.ts';

export const keyFile = 'vault.key';

interface KeyFileContent {
  readonly version: 1;
  readonly protection: KeyProtection;
  /** base64url */
  readonly wrapped: string;
}

/**
 * The database key of a directory, made on first use and kept wrapped in `vault.key` (mode 0600).
 * @returns `created` when there was no key file before: staff should then escrow the key
 * @throws VaultError 'vault/key-unavailable' when the file is there but does not yield the key. It is never overwritten:
 *   a keyring may be locked for a moment only. 'vault/key-unprotected' when other users can read an unwrapped key.
 */
export async function loadOrCreateKey(
  directory: string,
  provider: KeyProvider,
): Promise<{ key: Uint8Array; created: boolean }> {
  const path = join(directory, keyFile);
  makePrivateDirectory(directory);
  if (existsSync(path)) return { key: await load(path, provider), created: false };
  const key = new Uint8Array(randomBytes(32));
  const wrapped = await provider.wrap(key);
  const content: KeyFileContent = {
    version: 1,
    protection: provider.protection,
    wrapped: Buffer.from(wrapped).toString('base64url'),
  };
  // A key store that loses what it took must be found out before anything is written with the key.
  if (!Buffer.from(await unwrap(wrapped, provider)).equals(key)) {
    throw new VaultError('vault/key-unavailable', 'The key storage did not give back the key it was given.');
  }
  const created = createFileDurably(path, Buffer.from(`${JSON.stringify(content)}\n`));
  // Another process was faster: its key is the one that counts.
  return created ? { key, created } : { key: await load(path, provider), created };
}

/**
 * Moves the key file to the quarantine, so that the next start makes a new one. For staff to decide, never for the
 * program: the old vault is then out of reach until the escrowed key is brought back.
 */
export function setKeyAside(directory: string, at: Date): string {
  return moveAside(directory, [keyFile], 'key', at);
}

/**
 * The database key for the organisation's administrator (compact JWE), to be kept outside the kiosk: the way back when
 * the machine's keyring is lost.
 * @param recipient public key: EC P-256/384/521 or X25519 (ECDH-ES+A256KW), or RSA (RSA-OAEP-256)
 */
export async function escrowKey(key: Uint8Array, recipient: JWK): Promise<string> {
  const alg = recipient.kty === 'RSA' ? 'RSA-OAEP-256' : 'ECDH-ES+A256KW';
  const header = { alg, enc: 'A256GCM', ...(recipient.kid && { kid: recipient.kid }) };
  return new CompactEncrypt(key).setProtectedHeader(header).encrypt(await importJWK(recipient, alg));
}

async function load(path: string, provider: KeyProvider): Promise<Uint8Array> {
  const { protection, wrapped } = parse(path);
  if (protection !== provider.protection) {
    throw new VaultError(
      'vault/key-unavailable',
      `The key was stored with protection '${protection}', this start offers '${provider.protection}'.`,
    );
  }
  if (protection === 'file' && process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new VaultError('vault/key-unprotected', 'Other users can read the key file: set its mode to 0600.');
  }
  return unwrap(Uint8Array.from(Buffer.from(wrapped, 'base64url')), provider);
}

async function unwrap(wrapped: Uint8Array, provider: KeyProvider): Promise<Uint8Array> {
  let key: Uint8Array;
  try {
    // Whatever kind of byte array a provider hands out, the caller gets a plain one of its own.
    key = Uint8Array.from(await provider.unwrap(wrapped));
  } catch (cause) {
    throw new VaultError('vault/key-unavailable', 'The key could not be unwrapped.', { cause });
  }
  if (key.byteLength !== 32) throw new VaultError('vault/key-unavailable', 'The key has the wrong length.');
  return key;
}

function parse(path: string): KeyFileContent {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw toVaultError(error);
  }
  try {
    const content = JSON.parse(text) as Partial<KeyFileContent>;
    if (content.version === 1 && content.protection && typeof content.wrapped === 'string') {
      return content as KeyFileContent;
    }
  } catch {
    // The parser's message quotes the text, which may be the key: it is not kept as a cause.
  }
  throw new VaultError('vault/key-unavailable', 'The key file is damaged.');
}
