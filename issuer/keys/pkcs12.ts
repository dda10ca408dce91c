import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  type KeyObject,
  pbkdf2Sync,
  timingSafeEqual,
  X509Certificate,
} from 'node:crypto';
import { IssuerError } from '../errors.ts';
import { children, type Der, integer, octets, oid, readDer, TAG } from './der.ts';

const OID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
};
const HASHES = new Map([
  ['1.3.14.3.2.26', { name: 'sha1', block: 64 }],
  ['2.16.840.1.101.3.4.2.1', { name: 'sha256', block: 64 }],
  ['2.16.840.1.101.3.4.2.2', { name: 'sha384', block: 128 }],
  ['2.16.840.1.101.3.4.2.3', { name: 'sha512', block: 128 }],
]);
const PRFS = new Map([
  ['1.2.840.113549.2.7', 'sha1'],
  ['1.2.840.113549.2.9', 'sha256'],
  ['1.2.840.113549.2.11', 'sha512'],
]);
const CIPHERS = new Map([
  ['2.16.840.1.101.3.4.1.2', { name: 'aes-128-cbc', keyBytes: 16 }],
  ['2.16.840.1.101.3.4.1.22', { name: 'aes-192-cbc', keyBytes: 24 }],
  ['2.16.840.1.101.3.4.1.42', { name: 'aes-256-cbc', keyBytes: 32 }],
]);
/** More than any tool writes; a file that asks for more would only keep the start waiting. */
const MAX_ITERATIONS = 10_000_000;

const bad = (message: string) => new IssuerError('issuer/key-unreadable', message);

function iterationsOf(element: Der | undefined): number {
  const count = element === undefined ? 1 : integer(element);
  if (count < 1 || count > MAX_ITERATIONS) throw bad('the PKCS#12 file asks for too many iterations');
  return count;
}

const repeated = (bytes: Uint8Array, block: number): Buffer => {
  const length = block * Math.ceil(bytes.length / block);
  return Buffer.alloc(length, bytes);
};

/** RFC 7292 Appendix B.2 for the MAC's key (ID 3), whose length never exceeds the hash's. */
function macKey(hash: { name: string; block: number }, passphrase: string, salt: Uint8Array, count: number) {
  const password = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  let digest: Buffer = Buffer.concat([
    Buffer.alloc(hash.block, 3),
    salt.length === 0 ? Buffer.alloc(0) : repeated(salt, hash.block),
    repeated(password, hash.block),
  ]);
  for (let i = 0; i < count; i += 1) digest = createHash(hash.name).update(digest).digest();
  return digest;
}

function checkMac(macData: Der | undefined, contents: Uint8Array, passphrase: string): void {
  const [digestInfo, salt, iterations] = children(macData, TAG.sequence, 2);
  const [algorithm, digest] = children(digestInfo, TAG.sequence, 2);
  const hash = HASHES.get(oid(children(algorithm, TAG.sequence, 1)[0]));
  if (hash === undefined) throw bad('the PKCS#12 file has a MAC of an unknown kind');
  const key = macKey(hash, passphrase, octets(salt), iterationsOf(iterations));
  const expected = createHmac(hash.name, key).update(contents).digest();
  const given = octets(digest);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new IssuerError(
      'issuer/key-passphrase',
      'the PKCS#12 file does not open with this passphrase, or is damaged',
    );
}

/** PBES2 (RFC 8018 §6.2) with PBKDF2 and AES in CBC mode: what present tools write. */
function decrypt(algorithm: Der | undefined, encrypted: Uint8Array, passphrase: string): Buffer {
  const [kind, parameters] = children(algorithm, TAG.sequence, 2);
  if (oid(kind) !== OID.pbes2)
    throw bad('the PKCS#12 file is encrypted by an outdated method; write it anew');
  const [derivation, scheme] = children(parameters, TAG.sequence, 2);
  const [kdf, kdfParameters] = children(derivation, TAG.sequence, 2);
  const [cipherOid, iv] = children(scheme, TAG.sequence, 2);
  const cipher = CIPHERS.get(oid(cipherOid));
  if (oid(kdf) !== OID.pbkdf2 || cipher === undefined)
    throw bad('the PKCS#12 file is encrypted by an unknown method');
  const [salt, iterations, ...more] = children(kdfParameters, TAG.sequence, 2);
  const prfElement = more.find(({ tag }) => tag === TAG.sequence);
  const prf = prfElement === undefined ? 'sha1' : PRFS.get(oid(children(prfElement, TAG.sequence, 1)[0]));
  if (prf === undefined) throw bad('the PKCS#12 file is encrypted by an unknown method');
  const key = pbkdf2Sync(passphrase, octets(salt), iterationsOf(iterations), cipher.keyBytes, prf);
  const decipher = createDecipheriv(cipher.name, key, octets(iv));
  return Buffer.concat([decipher.update(encrypted), decipher.final()]);
}

/** EncryptedPrivateKeyInfo (RFC 5958 §3), opened by the same code as the certificates, whatever OpenSSL is beneath. */
function shrouded(bag: Der, passphrase: string): Buffer {
  const [algorithm, encrypted] = children(bag, TAG.sequence, 2);
  return decrypt(algorithm, octets(encrypted), passphrase);
}

/** The SafeContents of one ContentInfo (RFC 7292 §4.1). */
function safeBags(contentInfo: Der, passphrase: string): Der[] {
  const [type, wrapped] = children(contentInfo, TAG.sequence, 2);
  const content = children(wrapped, TAG.context0, 1)[0];
  if (oid(type) === OID.data) return children(readDer(octets(content))[0], TAG.sequence);
  if (oid(type) !== OID.encryptedData) throw bad('the PKCS#12 file has a part of an unknown kind');
  const [, info] = children(content, TAG.sequence, 2);
  const [, algorithm, encrypted] = children(info, TAG.sequence, 3);
  return children(readDer(decrypt(algorithm, encrypted!.contents, passphrase))[0], TAG.sequence);
}

/**
 * Opens a PKCS#12 file (RFC 7292): its private key and its certificates, in the file's order. The MAC is checked first.
 * @throws IssuerError issuer/key-passphrase, issuer/key-unreadable when it does not hold exactly one private key either
 */
export function readPkcs12(
  file: Uint8Array,
  passphrase: string,
): { privateKey: KeyObject; certificates: X509Certificate[] } {
  const keys: KeyObject[] = [];
  const certificates: X509Certificate[] = [];
  try {
    const [, authSafe, macData] = children(readDer(file)[0], TAG.sequence, 3);
    const [type, wrapped] = children(authSafe, TAG.sequence, 2);
    if (oid(type) !== OID.data) throw bad('the PKCS#12 file is signed instead of protected by a passphrase');
    const contents = octets(children(wrapped, TAG.context0, 1)[0]);
    checkMac(macData, contents, passphrase);
    for (const contentInfo of children(readDer(contents)[0], TAG.sequence))
      for (const bag of safeBags(contentInfo, passphrase)) {
        const [bagType, bagValue] = children(bag, TAG.sequence, 2);
        const value = children(bagValue, TAG.context0, 1)[0]!;
        const key = Buffer.from(value.whole);
        switch (oid(bagType)) {
          case OID.keyBag:
            keys.push(createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
            break;
          case OID.shroudedKeyBag:
            keys.push(createPrivateKey({ key: shrouded(value, passphrase), format: 'der', type: 'pkcs8' }));
            break;
          case OID.certBag: {
            const [certType, certValue] = children(value, TAG.sequence, 2);
            if (oid(certType) === OID.x509Certificate)
              certificates.push(new X509Certificate(octets(children(certValue, TAG.context0, 1)[0])));
          }
        }
      }
  } catch (error) {
    throw error instanceof IssuerError ? error : bad('the PKCS#12 file cannot be read');
  }
  if (keys.length !== 1) throw bad('the PKCS#12 file must hold exactly one private key');
  return { privateKey: keys[0]!, certificates };
}
