import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { escrowKey, loadOrCreateKey, setKeyAside } from './key-file.ts';
import {
  assertFitForEnrolment,
  fileKeyProvider,
  type KeyProvider,
  type OperatingSystemKeyStore,
  operatingSystemKeyProvider,
  passphraseKeyProvider,
} from './keys.ts';
import { temporaryDirectory } from './testing/fixture.ts';

/** Stands in for safeStorage: bytes go in wrapped and come out, unless the keyring is locked. */
function keyring(backend: string): OperatingSystemKeyStore & { locked: boolean } {
  const flip = async (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0xa5);
  return {
    backend,
    locked: false,
    wrap: flip,
    unwrap(bytes) {
      return this.locked ? Promise.reject(new Error('keyring is locked')) : flip(bytes);
    },
  };
}

const providers: [string, () => KeyProvider][] = [
  ['file', () => fileKeyProvider],
  ['passphrase', () => passphraseKeyProvider('correct horse battery staple')],
  ['os', () => operatingSystemKeyProvider(keyring('gnome_libsecret'))],
];

describe('loadOrCreateKey', () => {
  it.each(providers)('gives the same key at every start with protection %s', async (protection, provider) => {
    const directory = join(temporaryDirectory(), 'vault');
    const first = await loadOrCreateKey(directory, provider());
    expect(first.created).toBe(true);
    expect(first.key).toHaveLength(32);
    expect(await loadOrCreateKey(directory, provider())).toEqual({ key: first.key, created: false });

    const file = join(directory, 'vault.key');
    const content = JSON.parse(readFileSync(file, 'utf8'));
    expect(content.protection).toBe(protection);
    const inTheClear = Buffer.from(content.wrapped, 'base64url').includes(Buffer.from(first.key));
    expect(inTheClear).toBe(protection === 'file');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('makes one key when two start at the same time', async () => {
    const directory = temporaryDirectory();
    const keys = await Promise.all([1, 2, 3].map(() => loadOrCreateKey(directory, fileKeyProvider)));
    expect(keys.filter(({ created }) => created)).toHaveLength(1);
    expect(keys[1]!.key).toEqual(keys[0]!.key);
    expect(keys[2]!.key).toEqual(keys[0]!.key);
  });

  it('does not touch the key file while the keyring is locked', async () => {
    const directory = temporaryDirectory();
    const store = keyring('kwallet6');
    const { key } = await loadOrCreateKey(directory, operatingSystemKeyProvider(store));
    store.locked = true;
    await expect(loadOrCreateKey(directory, operatingSystemKeyProvider(store))).rejects.toMatchObject({
      code: 'vault/key-unavailable',
    });
    store.locked = false;
    expect((await loadOrCreateKey(directory, operatingSystemKeyProvider(store))).key).toEqual(key);
  });

  it('refuses a wrong passphrase, another protection and a damaged file', async () => {
    const directory = temporaryDirectory();
    await loadOrCreateKey(directory, passphraseKeyProvider('right'));
    for (const provider of [passphraseKeyProvider('wrong'), fileKeyProvider]) {
      await expect(loadOrCreateKey(directory, provider)).rejects.toMatchObject({
        code: 'vault/key-unavailable',
      });
    }
    writeFileSync(join(directory, 'vault.key'), '{"wrapped":');
    const error = await loadOrCreateKey(directory, passphraseKeyProvider('right')).catch((thrown) => thrown);
    expect(error.code).toBe('vault/key-unavailable');
    expect(error.cause).toBeUndefined();
  });

  it('refuses a key store that does not give back what it was given', async () => {
    const directory = temporaryDirectory();
    const broken = { ...keyring('dpapi'), unwrap: async () => new Uint8Array(32) };
    await expect(loadOrCreateKey(directory, operatingSystemKeyProvider(broken))).rejects.toMatchObject({
      code: 'vault/key-unavailable',
    });
    expect(existsSync(join(directory, 'vault.key'))).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('refuses an unwrapped key that others can read', async () => {
    const directory = temporaryDirectory();
    await loadOrCreateKey(directory, fileKeyProvider);
    chmodSync(join(directory, 'vault.key'), 0o644);
    await expect(loadOrCreateKey(directory, fileKeyProvider)).rejects.toMatchObject({
      code: 'vault/key-unprotected',
    });
  });

  it('starts with a new key once staff have set the old one aside', async () => {
    const directory = temporaryDirectory();
    const { key } = await loadOrCreateKey(directory, fileKeyProvider);
    const movedTo = setKeyAside(directory, new Date(0));
    expect(existsSync(join(movedTo, 'vault.key'))).toBe(true);
    const next = await loadOrCreateKey(directory, fileKeyProvider);
    expect(next.created).toBe(true);
    expect(next.key).not.toEqual(key);
  });
});

describe('protection', () => {
  it.each([
    ['dpapi', 'os'],
    ['keychain', 'os'],
    ['gnome_libsecret', 'os'],
    ['basic_text', 'basic-text'],
    ['unknown', 'basic-text'],
    ['', 'basic-text'],
  ])('of the backend %j is %s', (backend, protection) => {
    const provider = operatingSystemKeyProvider(keyring(backend));
    expect(provider.protection).toBe(protection);
    const enrol = () => assertFitForEnrolment(provider.protection);
    if (protection === 'os') expect(enrol).not.toThrow();
    else expect(enrol).toThrow(expect.objectContaining({ code: 'vault/key-unprotected' }));
  });
});

it.each(['ECDH-ES+A256KW', 'RSA-OAEP-256'])('escrows the key for an administrator with %s', async (alg) => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const key = crypto.getRandomValues(new Uint8Array(32));
  const jwe = await escrowKey(key, { ...(await exportJWK(publicKey)), kid: 'admin-1' });
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, privateKey);
  expect(new Uint8Array(plaintext)).toEqual(key);
  expect(protectedHeader).toMatchObject({ alg, enc: 'A256GCM', kid: 'admin-1' });
});
