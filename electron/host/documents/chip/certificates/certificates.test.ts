import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CURVES } from '../ec/index.ts';
import { appointDocumentSigner, foundAuthority, generateKey, writePublicKeyInfo } from '../issuing/index.ts';
import { errorCode } from '../testing/error-code.ts';
import { hasTestData, testData } from '../testing/test-data.ts';
import { FOUNDED, YEAR } from '../testing/utopia.ts';
import { bytesOf, DER, writeInteger, writeOid, writeTlv } from '../tlv/index.ts';
import {
  countryOf,
  describeName,
  describePublicKey,
  isIssuedBy,
  isLink,
  isSelfIssued,
  readCertificate,
  readPublicKey,
  readSignatureAlgorithm,
  type SignatureAlgorithm,
} from './index.ts';

const ALGORITHMS: readonly SignatureAlgorithm[] = [
  { scheme: 'RSA-PKCS1', hash: 'SHA-256' },
  { scheme: 'RSA-PKCS1', hash: 'SHA-512' },
  { scheme: 'RSA-PSS', hash: 'SHA-256', maskHash: 'SHA-256' },
  { scheme: 'RSA-PSS', hash: 'SHA-384', maskHash: 'SHA-384' },
];

describe.each(ALGORITHMS)('$scheme with $hash', (algorithm) => {
  it('is written as OpenSSL reads it, and verified', async () => {
    const csca = await foundAuthority({ country: 'UT', now: FOUNDED, key: { rsaBits: 2048 }, algorithm });
    const theirs = new X509Certificate(csca.certificate);
    expect(theirs.verify(theirs.publicKey)).toBe(true);
    const ours = readCertificate(csca.certificate);
    expect(readSignatureAlgorithm(ours.signatureAlgorithm)).toEqual(algorithm);
    expect(isIssuedBy(ours, ours)).toBe(true);
  });
});

describe.each(CURVES.map(({ name }) => name))('%s', (curve) => {
  it.each([false, true])('named or spelled out (%s)', async (explicitParameters) => {
    const csca = await foundAuthority({ country: 'UT', now: FOUNDED, key: { curve }, explicitParameters });
    const term = { notBefore: FOUNDED, notAfter: FOUNDED + YEAR };
    const signer = await appointDocumentSigner(csca, { ...term, key: { curve }, explicitParameters });
    const theirs = new X509Certificate(signer.certificate);
    expect(theirs.verify(new X509Certificate(csca.certificate).publicKey)).toBe(true);
    const [issuer, ours] = [readCertificate(csca.certificate), readCertificate(signer.certificate)];
    expect(describePublicKey(readPublicKey(ours.publicKeyInfo))).toBe(curve);
    expect(isIssuedBy(ours, issuer)).toBe(true);
    expect(isIssuedBy(issuer, ours)).toBe(false);
  });
});

describe('a certificate', () => {
  it('is read whole', async () => {
    const csca = await foundAuthority({ country: 'UT', now: FOUNDED });
    const signer = await appointDocumentSigner(csca, {
      notBefore: FOUNDED,
      notAfter: Date.UTC(2051, 0, 1, 12, 30, 59),
    });
    const read = readCertificate(signer.certificate);
    const theirs = new X509Certificate(signer.certificate);
    expect(read.serial.toUpperCase().replace(/^00/, '')).toBe(theirs.serialNumber);
    expect(read.notBefore).toBe(FOUNDED);
    expect(new Date(read.notAfter)).toEqual(new Date(theirs.validTo));
    expect(describeName(read.subject)).toBe('C=UT, O=Ministry of Specimens, CN=Document Signer 1');
    expect(countryOf(read.issuer)).toBe('UT');
    expect(read.extensions).toMatchObject({
      isCa: null,
      keyUsage: { digitalSignature: true, keyCertSign: false },
      extendedKeyUsage: null,
      authorityKeyId: readCertificate(csca.certificate).extensions.subjectKeyId,
    });
    expect([isSelfIssued(read), isLink(readCertificate(csca.certificate))]).toEqual([false, false]);
  });

  it('is read whatever is in an extension that nothing here rests on', async () => {
    const { certificate } = await foundAuthority({ country: 'UT', now: FOUNDED });
    const keyUsage = Buffer.from(certificate).indexOf(Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x0f]));
    expect(keyUsage).toBeGreaterThan(0);
    const changed = certificate.slice();
    // A private key usage period that is a bit string.
    changed[keyUsage + 4] = 0x10;
    expect(readCertificate(changed).extensions.keyUsage).toBeNull();
  });

  it('is refused when cut anywhere, or followed by anything', async () => {
    const { certificate } = await foundAuthority({ country: 'UT', now: FOUNDED });
    for (let length = 0; length < certificate.length; length += 1) {
      expect(errorCode(() => readCertificate(certificate.subarray(0, length)))).toBe('chip/malformed');
    }
    const longer = new Uint8Array([...certificate, 0]);
    expect(errorCode(() => readCertificate(longer))).toBe('chip/malformed');
    expect(errorCode(() => readCertificate(new Uint8Array(70_000)))).toBe('chip/too-large');
  });
});

describe('a public key', () => {
  const rsa = (modulus: bigint, exponent: bigint) => {
    const key = writeTlv(DER.sequence, writeInteger(modulus), writeInteger(exponent));
    const algorithm = writeTlv(DER.sequence, writeOid('1.2.840.113549.1.1.1'), writeTlv(DER.null));
    return writeTlv(DER.sequence, algorithm, writeTlv(DER.bitString, Uint8Array.of(0), key));
  };
  const modulus = (bits: number) => (1n << BigInt(bits - 1)) + 1n;

  it.each([
    ['of 8192 bits is read', modulus(8192), 65_537n, 'none'],
    ['of 8193 bits', modulus(8193), 65_537n, 'chip/unsupported'],
    ['of a million bits', modulus(1_000_000), 65_537n, 'chip/unsupported'],
    ['of 1023 bits', modulus(1023), 65_537n, 'chip/unsupported'],
    ['with an even modulus', modulus(2048) - 1n, 65_537n, 'chip/malformed'],
    ['with the exponent 1', modulus(2048), 1n, 'chip/unsupported'],
    ['with an exponent of 2048 bits', modulus(2048), modulus(2048), 'chip/unsupported'],
  ])('%s', (_name, n, e, code) => {
    expect(errorCode(() => readPublicKey(rsa(n, e)))).toBe(code);
  });

  it('of another algorithm is not supported', () => {
    const ed25519 = bytesOf('302a300506032b6570032100'.padEnd(88, '0'));
    expect(errorCode(() => readPublicKey(ed25519))).toBe('chip/unsupported');
  });

  it('with an own generator is refused, though curve and order are known', async () => {
    // CVE-2020-0601: a generator of one's own choice makes any public key one's own.
    const info = writePublicKeyInfo(await generateKey({ curve: 'secp256r1' }), true);
    expect(errorCode(() => readPublicKey(info))).toBe('none');
    const known = readPublicKey(info);
    if (known.kind !== 'ec') throw new Error('not an EC key');
    const generator = Buffer.from(known.curve.generator.toBytes(false));
    const other = Buffer.from(known.curve.generator.double().toBytes(false));
    const at = Buffer.from(info).indexOf(generator);
    expect(at).toBeGreaterThan(0);
    const forged = info.slice();
    forged.set(other, at);
    expect(errorCode(() => readPublicKey(forged))).toBe('chip/unsupported');
  });
});

const LISTS = ['masterlists/DE_ML_2026-05-28-08-28-45.ml', 'masterlists/NL_ML_2026-07-22.ml'];

describe.skipIf(!hasTestData(...LISTS))('certificates of states', () => {
  it('have keys and signatures that are all supported', async () => {
    const { readMasterList } = await import('../trust/master-list.ts');
    for (const [file, selfSigned] of [
      [LISTS[0], 375],
      [LISTS[1], 411],
    ] as const) {
      const { certificates } = readMasterList(testData(file as string));
      const all = certificates.map(readCertificate);
      for (const one of all) {
        readPublicKey(one.publicKeyInfo);
        readSignatureAlgorithm(one.signatureAlgorithm);
      }
      const good = all.filter((one) => isSelfIssued(one) && isIssuedBy(one, one));
      expect(good.length).toBe(selfSigned);
    }
  }, 60_000);
});
