import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isIssuedBy, readCertificate } from '../../electron/host/documents/chip/certificates/index.ts';
import { importTrust, TrustAnchors } from '../../electron/host/documents/chip/index.ts';
import { readInventedState } from '../../electron/host/documents/chip/issuing/index.ts';
import { stateFiles } from './state.ts';

const folder = join(import.meta.dirname, '../../resources/specimens/utopia');
const committed = (name: string) => new Uint8Array(readFileSync(join(folder, name)));

describe('the invented state', () => {
  it('is what the program makes: the same keys, and the same certificates but for their signatures', () => {
    for (const [name, content] of stateFiles()) {
      if (typeof content === 'string') expect(Buffer.from(committed(name)).toString(), name).toBe(content);
      else {
        const [made, kept] = [readCertificate(content), readCertificate(committed(name))];
        expect(Buffer.from(kept.signed).equals(Buffer.from(made.signed)), name).toBe(true);
      }
    }
  });

  it('can be read and issues: one certificate signs the other, and a station can trust it', async () => {
    const { authority, signer } = await readInventedState(folder);
    const csca = readCertificate(authority.certificate);
    expect(isIssuedBy(csca, csca)).toBe(true);
    expect(isIssuedBy(readCertificate(signer.certificate), csca)).toBe(true);
    expect(authority.name.country).toBe('UT');
    const root = committed('csca.der');
    expect(new TrustAnchors(importTrust(root, [root], Date.now()).lists).size).toBe(1);
  });

  it('says of every key that it is invented', () => {
    for (const name of ['csca.key.pem', 'document-signer.key.pem']) {
      expect(Buffer.from(committed(name)).toString()).toMatch(/^INVENTED TEST KEY/);
    }
  });
});
