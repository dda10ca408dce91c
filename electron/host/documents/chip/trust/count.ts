import {
  type Certificate,
  countryOf,
  isLink,
  readCertificate,
  readPublicKey,
  readSignatureAlgorithm,
} from '../certificates/index.ts';
import { ChipError } from '../errors.ts';
import type { TrustList, TrustListCounts } from './list.ts';

function read(encoded: Uint8Array): Certificate | null {
  try {
    const certificate = readCertificate(encoded);
    readPublicKey(certificate.publicKeyInfo);
    readSignatureAlgorithm(certificate.signatureAlgorithm);
    return certificate;
  } catch (error) {
    if (error instanceof ChipError) return null;
    throw error;
  }
}

/** Counts what a list holds, and whether all of it can be used. */
export function countList(list: TrustList): TrustListCounts {
  const certificates = list.certificates.map(read);
  const usable = certificates.filter((one) => one !== null);
  const links = usable.filter(isLink).length;
  return {
    certificates: certificates.length,
    countries: new Set(usable.map(({ subject }) => countryOf(subject))).size,
    roots: usable.length - links,
    links,
    unsupported: certificates.length - usable.length,
  };
}
