import { type Certificate, isIssuedBy } from '../certificates/index.ts';
import { understood } from '../errors.ts';
import { equalBytes } from '../tlv/index.ts';

/** Rollovers to climb: CSCAs change every three to five years, and no root is pinned for longer than a few of them. */
const MOST_LINKS = 6;
/** Signatures to verify for one chain; the longest honest search needs about a dozen. */
const MOST_VERIFICATIONS = 64;

/** As {@link isIssuedBy}; false where an algorithm is unknown or a key is none. */
export function issuedBy(certificate: Certificate, issuer: Certificate): boolean {
  return understood(() => isIssuedBy(certificate, issuer)) ?? false;
}

/**
 * Whether a certificate may issue others. The key usage decides: several states' link certificates carry basic
 * constraints that deny it, and old ones have none.
 */
export function mayIssue({ extensions }: Certificate): boolean {
  return extensions.keyUsage ? extensions.keyUsage.keyCertSign : extensions.isCa === true;
}

function sameKey(a: Certificate, b: Certificate): boolean {
  return equalBytes(a.publicKeyInfo, b.publicKeyInfo);
}

/**
 * Whether `issuer` could have issued `certificate`, before any signature is verified: by key identifiers, or by names.
 * Either is enough, for issuers get both wrong.
 */
export function couldIssue(certificate: Certificate, issuer: Certificate): boolean {
  const { authorityKeyId } = certificate.extensions;
  if (authorityKeyId !== null && authorityKeyId === issuer.extensions.subjectKeyId) return true;
  return certificate.issuer.comparable === issuer.subject.comparable;
}

/**
 * Climbs from a certificate to a pinned root, over link certificates where the CSCA's key was rolled over
 * (Doc 9303-12 §5.2).
 * @param pool certificates that may lie between; nothing in it is trusted
 * @returns the certificates above the first, ending with the root; null when there is no way
 */
export function chainToRoot(
  certificate: Certificate,
  pool: readonly Certificate[],
  roots: readonly Certificate[],
): Certificate[] | null {
  const authorities = pool.filter(mayIssue);
  let verifications = 0;
  const issues = (issuer: Certificate, below: Certificate): boolean => {
    verifications += 1;
    return verifications <= MOST_VERIFICATIONS && issuedBy(below, issuer);
  };
  const climb = (below: Certificate, above: readonly Certificate[]): Certificate[] | null => {
    const root = roots.find((one) => sameKey(one, below) || (couldIssue(below, one) && issues(one, below)));
    if (root) return [...above, root];
    if (above.length === MOST_LINKS) return null;
    for (const issuer of authorities) {
      const seen = sameKey(issuer, below) || above.some((one) => sameKey(one, issuer));
      if (seen || !couldIssue(below, issuer) || !issues(issuer, below)) continue;
      const found = climb(issuer, [...above, issuer]);
      if (found) return found;
    }
    return null;
  };
  return climb(certificate, []);
}
