import {
  type Certificate,
  countryOf,
  isLink,
  readCertificate,
  readPublicKey,
  readSignatureAlgorithm,
} from '../certificates/index.ts';
import { understood } from '../errors.ts';
import type { TrustList, TrustListCounts } from './list.ts';

/** @throws ChipError for one that cannot be used */
function readUsable(encoded: Uint8Array): Certificate {
  const certificate = readCertificate(encoded);
  readPublicKey(certificate.publicKeyInfo);
  readSignatureAlgorithm(certificate.signatureAlgorithm);
  return certificate;
}

/** Counts what a list holds, and whether all of it can be used. */
export function countList(list: TrustList): TrustListCounts {
  const { certificates } = list;
  const usable = certificates.flatMap((one) => understood(() => readUsable(one)) ?? []);
  const links = usable.filter(isLink).length;
  return {
    certificates: certificates.length,
    countries: new Set(usable.map(({ subject }) => countryOf(subject))).size,
    roots: usable.length - links,
    links,
    unsupported: certificates.length - usable.length,
  };
}
