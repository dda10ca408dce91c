import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorCode } from '../testing/error-code.ts';
import { appointDocumentSigner, foundAuthority } from './index.ts';
import { generateKey } from './keys.ts';
import { readPrivateKey, writePrivateKey } from './private-key.ts';
import { readInventedState, STATE_FILES } from './state-files.ts';

const pem = (der: Uint8Array) =>
  `An invented key.\n-----BEGIN PRIVATE KEY-----\n${Buffer.from(der).toString('base64')}\n-----END PRIVATE KEY-----\n`;

describe('private keys', () => {
  it('are read as written, on curves of any length', async () => {
    for (const curve of ['brainpoolP256r1', 'secp384r1', 'secp521r1']) {
      const key = await generateKey({ curve });
      const read = readPrivateKey(writePrivateKey(key));
      if (key.kind !== 'ec' || read.kind !== 'ec') throw new Error('not on a curve');
      expect(read.curve).toBe(key.curve);
      expect(read.pair.privateKey).toBe(key.pair.privateKey);
      expect(read.pair.publicKey.equals(key.pair.publicKey)).toBe(true);
    }
  });

  it('are refused when they are of another kind, or none', async () => {
    const rsa = await generateKey({ rsaBits: 1024 });
    expect(errorCode(() => writePrivateKey(rsa))).toBe('chip/unsupported');
    const der = writePrivateKey(await generateKey({ curve: 'brainpoolP256r1' }));
    for (let length = 0; length < der.length; length += 1) {
      expect(errorCode(() => readPrivateKey(der.subarray(0, length)))).toBe('chip/malformed');
    }
    const beyond = Uint8Array.from(der);
    // The scalar's 32 octets stand after 37 of headers.
    beyond.fill(0xff, 37, 69);
    expect(errorCode(() => readPrivateKey(beyond))).toBe('chip/malformed');
  });
});

describe('an invented state in its folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'proofdesk-state-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function write() {
    const now = Date.UTC(2020, 0, 1);
    const authority = await foundAuthority({ country: 'UT', now });
    const signer = await appointDocumentSigner(authority, { notBefore: now, notAfter: now + 1e11 });
    for (const [files, issued] of [
      [STATE_FILES.csca, authority],
      [STATE_FILES.signer, signer],
    ] as const) {
      writeFileSync(join(folder, files.certificate), issued.certificate);
      writeFileSync(join(folder, files.key), pem(writePrivateKey(issued.key)));
    }
    return authority;
  }
  const codeOf = () =>
    readInventedState(folder).then(
      () => 'none',
      (error: { code: string }) => error.code,
    );

  it('is the same as it was', async () => {
    const made = await write();
    const { authority } = await readInventedState(folder);
    expect(authority.name).toEqual(made.name);
    expect(authority.notBefore).toBe(made.notBefore);
    expect(Buffer.from(authority.certificate).equals(made.certificate)).toBe(true);
  });

  it('is refused when a file is missing, is no key, or belongs to another', async () => {
    expect(await codeOf()).toBe('ENOENT');
    await write();
    const key = join(folder, STATE_FILES.csca.key);
    const good = readFileSync(key);
    writeFileSync(key, 'no key');
    expect(await codeOf()).toBe('chip/malformed');
    writeFileSync(key, readFileSync(join(folder, STATE_FILES.signer.key)));
    expect(await codeOf()).toBe('chip/malformed');
    writeFileSync(key, good);
    expect(await codeOf()).toBe('none');
  });
});
