import { safeStorage } from 'electron';
import type { KeyStoreBackend } from '../contract/shell.ts';
import { ShellError } from './errors.ts';

/**
 * Which store of the operating system wraps keys here. Call when the app is ready: before that Linux knows none.
 * `basic_text` protects from nobody who has read Chromium's source; the host decides what follows from it.
 */
export async function findKeyStore(platform: NodeJS.Platform): Promise<KeyStoreBackend> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) {
    // Chromium's fallback counts as available or not depending on the version; its name is what matters.
    return platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
      ? 'basic_text'
      : 'unknown';
  }
  if (platform === 'win32') return 'dpapi';
  if (platform === 'darwin') return 'keychain';
  return safeStorage.getSelectedStorageBackend();
}

/** @throws ShellError 'shell/key-store-unavailable' */
export async function wrapKey(key: Uint8Array): Promise<Uint8Array> {
  try {
    const text = Buffer.from(key).toString('base64');
    return new Uint8Array(await safeStorage.encryptStringAsync(text));
  } catch (cause) {
    throw new ShellError('shell/key-store-unavailable', 'The key store wrapped nothing.', { cause });
  }
}

/**
 * @returns the key, and whether the store asks for it to be wrapped anew (it has rotated its own key)
 * @throws ShellError 'shell/key-store-unavailable', 'shell/key-invalid'
 */
export async function unwrapKey(wrapped: Uint8Array): Promise<{ key: Uint8Array; rewrap: boolean }> {
  let text: string;
  let rewrap: boolean;
  try {
    const opened = await safeStorage.decryptStringAsync(Buffer.from(wrapped));
    text = opened.result;
    rewrap = opened.shouldReEncrypt;
  } catch (cause) {
    throw new ShellError('shell/key-store-unavailable', 'The key store opened nothing.', { cause });
  }
  const key = new Uint8Array(Buffer.from(text, 'base64'));
  if (key.length === 0 || Buffer.from(key).toString('base64') !== text) {
    throw new ShellError('shell/key-invalid', 'What was wrapped is not a key.');
  }
  return { key, rewrap };
}
