import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Certificate,
  readCertificate,
  readPublicKey,
  type SignatureAlgorithm,
} from '../certificates/index.ts';
import { ChipError } from '../errors.ts';
import { writeSignedData } from '../issuing/index.ts';
import { cpuOf } from '../testing/cpu.ts';
import { errorCode } from '../testing/error-code.ts';
import { ISSUED, type Utopia, utopia } from '../testing/utopia.ts';
import { childrenOf, concatBytes, DER, readTlv, type Tlv, writeTlv } from '../tlv/index.ts';
import { readSignedData, verifySigner } from './index.ts';

const LIMITS = { signers: 4, certificates: 8 };
const CONTENT_TYPE = '2.23.136.1.1.1';
const CONTENT = new TextEncoder().encode('what was signed');

let state: Utopia;
beforeAll(async () => {
  state = await utopia();
});

function signed(change: Partial<Parameters<typeof writeSignedData>[0]> = {}): Uint8Array {
  return writeSignedData({
    contentType: CONTENT_TYPE,
    content: CONTENT,
    certificates: [state.signer.certificate],
    key: state.signer.key,
    signingTime: ISSUED,
    ...change,
  });
}

function verdict(bytes: Uint8Array) {
  const data = readSignedData(bytes, LIMITS);
  const [signer] = data.signers;
  if (!signer) throw new Error('no signer');
  return verifySigner(data, signer);
}

/** Encodes a value anew with its children changed; lengths follow. */
function edit(tlv: Tlv, change: (children: Uint8Array[]) => Uint8Array[]): Uint8Array {
  return writeTlv(tlv.tag, ...change(childrenOf(tlv).map(({ encoded }) => encoded)));
}

function editAt(
  bytes: Uint8Array,
  path: readonly number[],
  change: (bytes: Uint8Array) => Uint8Array,
): Uint8Array {
  const [index, ...rest] = path;
  if (index === undefined) return change(bytes);
  return edit(readTlv(bytes), (children) =>
    children.map((child, at) => (at === index ? editAt(child, rest, change) : child)),
  );
}

const SIGNED_DATA = [1, 0];
const SIGNERS = [...SIGNED_DATA, 4];
const SIGNER = [...SIGNERS, 0];
const SIGNED_ATTRIBUTES = [...SIGNER, 3];

describe('signed data', () => {
  it('are read and verified', () => {
    const data = readSignedData(signed(), LIMITS);
    expect(data).toMatchObject({ contentType: CONTENT_TYPE, content: CONTENT });
    expect(data.certificates).toEqual([state.signer.certificate]);
    expect(data.signers[0]).toMatchObject({ signingTime: ISSUED, contentType: CONTENT_TYPE });
    expect(verdict(signed())).toMatchObject({ good: true, algorithm: { scheme: 'ECDSA', hash: 'SHA-256' } });
  });

  it('may name their signer by key identifier, and bring other certificates', () => {
    const others = [state.csca.certificate, state.signer.certificate];
    const bytes = signed({ byKeyId: true, certificates: others });
    expect(verdict(bytes)).toMatchObject({
      good: true,
      certificate: { encoded: state.signer.certificate },
    });
  });

  it('may be signed with a plain signature', () => {
    const algorithm: SignatureAlgorithm = { scheme: 'ECDSA', hash: 'SHA-256', encoding: 'plain' };
    expect(verdict(signed({ algorithm }))).toMatchObject({ good: true, algorithm });
  });

  it('may be wrapped in indefinite lengths and pieces, as BER allows', () => {
    const indefinite = (tag: number, ...parts: Uint8Array[]) =>
      concatBytes(Uint8Array.of(tag, 0x80), ...parts, Uint8Array.of(0, 0));
    const pieces = editAt(signed(), [...SIGNED_DATA, 2, 1], () =>
      indefinite(
        0xa0,
        indefinite(
          0x24,
          writeTlv(DER.octetString, CONTENT.subarray(0, 5)),
          writeTlv(DER.octetString, CONTENT.subarray(5)),
        ),
      ),
    );
    const [type, wrapped] = childrenOf(readTlv(pieces)).map(({ encoded }) => encoded);
    const inner = childrenOf(readTlv(wrapped as Uint8Array)).map(({ encoded }) => encoded);
    const bytes = indefinite(0x30, type as Uint8Array, indefinite(0xa0, ...inner));
    expect(verdict(bytes)).toMatchObject({ good: true });
  });

  it('are verified over the attributes as they were encoded, sorted or not', () => {
    const unsorted = editAt(signed(), SIGNED_ATTRIBUTES, (attributes) =>
      edit(readTlv(attributes), (all) => all.reverse()),
    );
    // Another order is other bytes: nobody signed these.
    expect(verdict(unsorted)).toMatchObject({ good: false, fault: 'signature-wrong' });
  });

  it.each<[string, readonly number[], (bytes: Uint8Array) => Uint8Array, string]>([
    [
      'another content',
      [...SIGNED_DATA, 2, 1, 0],
      () => writeTlv(DER.octetString, CONTENT.subarray(1)),
      'content-changed',
    ],
    [
      'another content type',
      [...SIGNED_DATA, 2, 0],
      () => Uint8Array.of(6, 2, 0x2a, 3),
      'content-type-differs',
    ],
    ['no certificate', [...SIGNED_DATA, 3], () => Uint8Array.of(0xa0, 0), 'no-certificate'],
    [
      'another certificate',
      [...SIGNED_DATA, 3],
      () => writeTlv(0xa0, state.csca.certificate),
      'signature-wrong',
    ],
    [
      'a garbled signature',
      [...SIGNER, 5],
      () => writeTlv(DER.octetString, Uint8Array.of(1, 2, 3)),
      'signature-wrong',
    ],
    ['an unknown algorithm', [...SIGNER, 4, 0], () => Uint8Array.of(6, 2, 0x2a, 3), 'algorithm-unsupported'],
    ['an unknown hash', [...SIGNER, 2, 0], () => Uint8Array.of(6, 2, 0x2a, 3), 'algorithm-unsupported'],
  ])('fail with %s', (_name, path, change, fault) => {
    expect(verdict(editAt(signed(), path, change))).toMatchObject({ good: false, fault });
  });

  it('fail without signed attributes, even if the content is signed itself', () => {
    const bare = editAt(signed(), SIGNER, (signer) =>
      edit(readTlv(signer), (fields) => fields.filter((_field, at) => at !== 3)),
    );
    expect(verdict(bare)).toMatchObject({ good: false, fault: 'no-signed-attributes' });
  });

  it('are refused when an attribute is there twice, or is of indefinite length', () => {
    const twice = editAt(signed(), SIGNED_ATTRIBUTES, (attributes) =>
      edit(readTlv(attributes), (all) => [...all, ...all]),
    );
    expect(errorCode(() => readSignedData(twice, LIMITS))).toBe('chip/malformed');
    const endless = editAt(signed(), SIGNED_ATTRIBUTES, (attributes) =>
      concatBytes(Uint8Array.of(0xa0, 0x80), readTlv(attributes).value, Uint8Array.of(0, 0)),
    );
    expect(errorCode(() => readSignedData(endless, LIMITS))).toBe('chip/malformed');
  });

  it('of a thousand signers or certificates are refused before any is verified', () => {
    const many = editAt(signed(), SIGNERS, (signers) =>
      edit(readTlv(signers), ([one]) => Array.from({ length: 1000 }, () => one as Uint8Array)),
    );
    const spent = cpuOf(() => {
      expect(errorCode(() => readSignedData(many, LIMITS))).toBe('chip/too-large');
      const certificates = signed({
        certificates: Array.from({ length: 1000 }, () => state.csca.certificate),
      });
      expect(errorCode(() => readSignedData(certificates, LIMITS))).toBe('chip/too-large');
    });
    expect(spent).toBeLessThan(1000);
  });

  it('changed anywhere verify the same content under the same key or not at all', () => {
    const good = signed();
    const point = (certificate: Certificate) => {
      const key = readPublicKey(certificate.publicKeyInfo);
      return key.kind === 'ec' && key.point.toHex();
    };
    const signersPoint = point(readCertificate(state.signer.certificate));
    let verified = 0;
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = good.slice();
        bytes[at] = (bytes[at] as number) ^ flip;
        try {
          const data = readSignedData(bytes, LIMITS);
          for (const signer of data.signers) {
            const answer = verifySigner(data, signer);
            if (!answer.good) continue;
            verified += 1;
            expect(data).toMatchObject({ contentType: CONTENT_TYPE, content: CONTENT });
            expect(point(answer.certificate)).toBe(signersPoint);
          }
        } catch (error) {
          if (!(error instanceof ChipError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
    // Version numbers, names and what the certificate says beside its key are not for this signature to protect.
    expect(verified).toBeGreaterThan(0);
    expect(verified).toBeLessThan(800);
  }, 60_000);
});
