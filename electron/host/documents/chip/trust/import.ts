import { type Certificate, countryOf, describeName, digestOf } from '../certificates/index.ts';
import { equalBytes, hexOf } from '../tlv/index.ts';
import { issuedBy, mayIssue } from './chain.ts';
import { checkMasterList } from './check-list.ts';
import { TrustError } from './errors.ts';
import { certificateIn, fromPem, readRoot } from './files.ts';
import { looksLikeLdif, readLdif } from './ldif.ts';
import type { RefusedList, TrustList } from './list.ts';

export interface TrustImport {
  readonly lists: readonly TrustList[];
  /** Lists of an LDIF file that were not taken, with why: most states' signers lead to no pinned root. */
  readonly refused: readonly RefusedList[];
  /** Entries of an LDIF file that are no lists. */
  readonly ignored: { readonly documentSigners: number; readonly revocationLists: number };
}

/** The ICAO PKD's own export of every document signer has about 100 MB. */
const LARGEST = 256 * 1024 * 1024;
const NOTHING_IGNORED = { documentSigners: 0, revocationLists: 0 };

/** The root that is this certificate, or signed it. That it has a root's key says nothing: anyone can copy one. */
function rootOf(certificate: Certificate, roots: readonly Certificate[]): Certificate | undefined {
  return roots.find((root) => equalBytes(root.encoded, certificate.encoded) || issuedBy(certificate, root));
}

function oneCertificate(certificate: Certificate, roots: readonly Certificate[], now: number): TrustList {
  const root = rootOf(certificate, roots);
  if (!root) throw new TrustError('trust/unknown-root', 'the certificate leads to none of the pinned roots');
  if (!mayIssue(certificate)) {
    throw new TrustError('trust/not-a-list', 'the certificate is no certificate authority');
  }
  const digest = hexOf(digestOf('SHA-256', certificate.encoded));
  return {
    kind: 'certificate',
    signer: describeName(certificate.issuer),
    country: countryOf(certificate.subject) ?? '',
    root: hexOf(digestOf('SHA-256', root.encoded)),
    digest,
    signedAt: null,
    importedAt: now,
    certificates: [certificate.encoded],
  };
}

function importLdif(bytes: Uint8Array, roots: readonly Certificate[], now: number): TrustImport {
  const { masterLists, ...ignored } = readLdif(bytes);
  if (masterLists.length === 0)
    throw new TrustError('trust/not-a-list', 'the LDIF file holds no master list');
  const lists: TrustList[] = [];
  const refused: RefusedList[] = [];
  for (const list of masterLists) {
    try {
      lists.push(checkMasterList(list, roots, now));
    } catch (error) {
      if (!(error instanceof TrustError)) throw error;
      refused.push({ digest: hexOf(digestOf('SHA-256', list)), error });
    }
  }
  if (lists.length === 0 && refused[0]) throw refused[0].error;
  return { lists, refused, ignored };
}

/**
 * Reads a file of trust anchors and checks it up to a pinned root: a CSCA master list (CMS, DER or PEM) as BSI, the
 * Netherlands and ICAO publish it, an LDIF file of such lists, or a single CSCA certificate.
 * @param roots certificates the operator vouches for, each DER or PEM, fetched another way than the file
 * @param now milliseconds since 1970
 * @throws TrustError for everything that speaks against the file; of an LDIF file only when no list in it is good
 */
export function importTrust(bytes: Uint8Array, roots: readonly Uint8Array[], now: number): TrustImport {
  if (bytes.length > LARGEST) throw new TrustError('trust/too-large', 'a file of more than 256 MB');
  const pinned = roots.map(readRoot);
  if (looksLikeLdif(bytes)) return importLdif(bytes, pinned, now);
  const certificate = certificateIn(bytes);
  const list = certificate
    ? oneCertificate(certificate, pinned, now)
    : checkMasterList(fromPem(bytes), pinned, now);
  return { lists: [list], refused: [], ignored: NOTHING_IGNORED };
}
