import type { Certificate } from '../certificates/index.ts';
import { day, failed, notChecked, passed, type Verdict } from './step.ts';

const DAY = 86_400_000;

export interface ValidityInput {
  readonly signer: Certificate;
  /** Null when the chain was not found. */
  readonly authority: Certificate | null;
  /**
   * When the document was signed, milliseconds since 1970, as the signature or a hashed file says; null when neither
   * does.
   */
  readonly issuedAt: number | null;
  readonly now: number;
}

function within(certificate: Certificate, at: number): boolean {
  // A day to each side: dates of issue have no time zone.
  return at >= certificate.notBefore - DAY && at <= certificate.notAfter + DAY;
}

/**
 * Whether certificates were valid when they had to be. A document signer signs for some months and its passports live
 * ten years (Doc 9303-12 §6), so that an expired signer says nothing by itself: it must have been valid when the
 * document was signed, and its CSCA when the signer's certificate was made.
 */
export function checkValidity({ signer, authority, issuedAt, now }: ValidityInput): Verdict {
  const facts = {
    signerFrom: day(signer.notBefore),
    signerUntil: day(signer.notAfter),
    ...(issuedAt !== null && { issued: day(issuedAt) }),
    ...(authority && { cscaFrom: day(authority.notBefore), cscaUntil: day(authority.notAfter) }),
  };
  if (authority && !within(authority, signer.notBefore)) return failed('csca-not-valid-at-issue', facts);
  if (issuedAt !== null && !within(signer, issuedAt)) return failed('signer-not-valid-at-issue', facts);
  if (now < signer.notBefore - DAY) return failed('signer-not-yet-valid', facts);
  if (now <= signer.notAfter) return passed('valid-now', facts);
  return issuedAt === null
    ? notChecked('signer-expired-issue-date-unknown', facts)
    : passed('valid-at-issue', facts);
}
