import { type Certificate, countryOf, digestOf, isLink } from '../certificates/index.ts';
import { equalBytes, hexOf } from '../tlv/index.ts';
import { issuedBy, listAge, mayIssue, type TrustAnchors } from '../trust/index.ts';
import { day, failed, notChecked, passed, type Verdict } from './step.ts';

export interface ChainCheck {
  readonly verdict: Verdict;
  /** The CSCA that issued the document signer's certificate, when there is one. */
  readonly authority: Certificate | null;
}

/** Signatures to verify for one document; the country with most keys in the lists of 2026 has about thirty. */
const MOST_VERIFICATIONS = 32;

/** Of several certificates of one key (a root and its links), the one that was valid when the signer's was issued. */
function bestOfKey(found: Certificate, all: readonly Certificate[], at: number): Certificate {
  const sameKey = all.filter((one) => equalBytes(one.publicKeyInfo, found.publicKeyInfo));
  return sameKey.find((one) => one.notBefore <= at && at <= one.notAfter) ?? found;
}

function findAuthority(signer: Certificate, anchors: TrustAnchors): Certificate | null {
  const issuers = anchors.possibleIssuers(signer).filter(mayIssue);
  const keys: Certificate[] = [];
  for (const issuer of issuers) {
    if (keys.length === MOST_VERIFICATIONS) break;
    if (keys.some((one) => equalBytes(one.publicKeyInfo, issuer.publicKeyInfo))) continue;
    keys.push(issuer);
    if (issuedBy(signer, issuer)) return bestOfKey(issuer, issuers, signer.notBefore);
  }
  return null;
}

/**
 * Looks for the CSCA that issued a document signer's certificate (Doc 9303-12 §5; Doc 9303-11 §5.1 step 3). Every
 * certificate of the checked lists is an anchor, links included, so that one step is the whole chain. A state that is
 * in no list cannot be checked. An unknown key under the name of a listed state is a failure, unless all lists are old: it
 * may then be a new one, and is no finding.
 * @param now milliseconds since 1970
 */
export function checkSignerChain(
  signer: Certificate | null,
  anchors: TrustAnchors | null,
  now: number,
): ChainCheck {
  if (!anchors || anchors.size === 0) return { verdict: notChecked('no-trust-list'), authority: null };
  if (!signer) return { verdict: failed('no-certificate'), authority: null };
  const country = countryOf(signer.issuer) ?? countryOf(signer.subject);
  const authority = findAuthority(signer, anchors);
  if (!authority) {
    const facts = { country: country ?? '', certificates: anchors.size };
    const listed = country !== null && anchors.hasCountry(country);
    if (!listed) return { verdict: notChecked('state-not-listed', facts), authority: null };
    const verdict = anchors.areOld(now) ? notChecked('trust-list-old', facts) : failed('csca-unknown', facts);
    return { verdict, authority: null };
  }
  const list = anchors.listOf(authority);
  return {
    verdict: passed('csca-known', {
      country: countryOf(authority.subject) ?? '',
      csca: hexOf(digestOf('SHA-256', authority.encoded)),
      link: isLink(authority),
      list: list?.country ?? '',
      ...(list && {
        listDate: day(list.signedAt ?? list.importedAt),
        listDays: listAge(list, now),
      }),
    }),
    authority,
  };
}
