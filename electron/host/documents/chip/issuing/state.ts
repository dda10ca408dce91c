import { randomBytes } from '@noble/hashes/utils.js';
import type { SignatureAlgorithm } from '../certificates/index.ts';
import { bytesToNumber } from '../tlv/index.ts';
import { type CertificateRole, type NameParts, writeCertificate } from './certificate.ts';
import { generateKey, type IssuingKey, type KeySpec } from './keys.ts';

/** A certificate with its private key. */
export interface Issued {
  readonly certificate: Uint8Array;
  readonly key: IssuingKey;
}

export interface Authority extends Issued {
  readonly name: NameParts;
  /** What it signs with; its key's usual algorithm when absent. */
  readonly algorithm: SignatureAlgorithm | undefined;
  readonly explicitParameters: boolean;
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface AuthorityOptions {
  /** Two letters; `UT` is Utopia of the specimens. */
  readonly country: string;
  readonly key?: KeySpec;
  readonly algorithm?: SignatureAlgorithm;
  readonly explicitParameters?: boolean;
  /** Milliseconds since 1970: the day it is founded. */
  readonly now: number;
  readonly years?: number;
}

export interface SignerOptions {
  readonly key?: KeySpec;
  readonly explicitParameters?: boolean;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
}

const YEAR = 365.25 * 86_400_000;
const USUAL_KEY: KeySpec = { curve: 'brainpoolP256r1' };

/** Positive, of eight octets. */
function randomSerial(): bigint {
  return bytesToNumber(randomBytes(8)) >> 1n;
}

/** Founds a country signing certificate authority (CSCA) of an invented state. */
export async function foundAuthority(options: AuthorityOptions): Promise<Authority> {
  const name = { country: options.country, organisation: 'Ministry of Specimens', commonName: 'CSCA' };
  const key = await generateKey(options.key ?? USUAL_KEY);
  const notBefore = options.now;
  const notAfter = options.now + (options.years ?? 15) * YEAR;
  const { algorithm, explicitParameters = false } = options;
  const certificate = writeCertificate({
    role: 'csca',
    serial: randomSerial(),
    subject: name,
    issuer: name,
    notBefore,
    notAfter,
    key,
    issuerKey: key,
    explicitParameters,
    ...(algorithm && { algorithm }),
  });
  return { certificate, key, name, algorithm, explicitParameters, notBefore, notAfter };
}

/**
 * Rolls an authority over (Doc 9303-12 §5.2): a new key under the same name.
 * @returns the new authority, and the link: its new key signed with the old one
 */
export async function rollOver(
  old: Authority,
  options: Omit<AuthorityOptions, 'country'>,
): Promise<{ authority: Authority; link: Uint8Array }> {
  const authority = await foundAuthority({ ...options, country: old.name.country });
  const link = writeCertificate({
    role: 'csca',
    serial: randomSerial(),
    subject: authority.name,
    issuer: old.name,
    notBefore: authority.notBefore,
    notAfter: authority.notAfter,
    key: authority.key,
    issuerKey: old.key,
    explicitParameters: authority.explicitParameters,
    ...(old.algorithm && { algorithm: old.algorithm }),
  });
  return { authority, link };
}

async function appoint(
  authority: Authority,
  role: CertificateRole,
  commonName: string,
  options: SignerOptions,
): Promise<Issued> {
  const key = await generateKey(options.key ?? USUAL_KEY);
  const certificate = writeCertificate({
    role,
    serial: randomSerial(),
    subject: { ...authority.name, commonName },
    issuer: authority.name,
    notBefore: options.notBefore,
    notAfter: options.notAfter,
    key,
    issuerKey: authority.key,
    explicitParameters: options.explicitParameters ?? false,
    ...(authority.algorithm && { algorithm: authority.algorithm }),
  });
  return { certificate, key };
}

/** Appoints a document signer: whoever signs the passports of some months. */
export function appointDocumentSigner(authority: Authority, options: SignerOptions): Promise<Issued> {
  return appoint(authority, 'document-signer', 'Document Signer 1', options);
}

/** Appoints a signer of master lists. */
export function appointListSigner(authority: Authority, options: SignerOptions): Promise<Issued> {
  return appoint(authority, 'master-list-signer', 'Master List Signer', options);
}
