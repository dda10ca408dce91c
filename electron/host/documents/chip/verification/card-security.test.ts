import { beforeAll, expect, it } from 'vitest';
import { writeSignedData } from '../issuing/index.ts';
import { anchorsOf, NOW, type Utopia, utopia } from '../testing/utopia.ts';
import { DER, writeTlv } from '../tlv/index.ts';
import type { TrustAnchors } from '../trust/index.ts';
import { checkCardSecurity } from './card-security.ts';

const SECURITY_OBJECT = '0.4.0.127.0.7.3.2.1';
let state: Utopia;
let anchors: TrustAnchors;
beforeAll(async () => {
  state = await utopia();
  anchors = anchorsOf(state);
});

function file({ signer }: Utopia, contentType = SECURITY_OBJECT): Uint8Array {
  const { key, certificate } = signer;
  return writeSignedData({ contentType, content: writeTlv(DER.set), certificates: [certificate], key });
}

const verdict = (bytes: Uint8Array | null, known: TrustAnchors | null = anchors) => {
  const { outcome, reason } = checkCardSecurity(bytes, known, NOW);
  return `${outcome} ${reason}`;
};

it('is good when a known state signed it', () => {
  expect(verdict(file(state))).toBe('passed csca-known');
  expect(verdict(file(state), null)).toBe('not-checked no-trust-list');
});

it('is bad when somebody else did, or when it was changed', async () => {
  expect(verdict(file(await utopia()))).toBe('failed csca-unknown');
  const changed = file(state);
  changed[changed.length - 1] = (changed[changed.length - 1] as number) ^ 1;
  expect(verdict(changed)).toBe('failed signature-wrong');
});

it('is not the security object of the files, nor rubbish, nor nothing', () => {
  expect(verdict(file(state, '2.23.136.1.1.1'))).toBe('failed card-security-malformed');
  expect(verdict(Uint8Array.of(0x30, 0))).toBe('failed card-security-malformed');
  expect(verdict(null)).toBe('not-checked no-card-security');
});
