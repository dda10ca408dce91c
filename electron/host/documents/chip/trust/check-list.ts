import {
  type Certificate,
  countryOf,
  describeName,
  digestOf,
  readableCertificates,
} from '../certificates/index.ts';
import { type SignerInfo, verifySigner } from '../cms/index.ts';
import { ChipError } from '../errors.ts';
import { hexOf } from '../tlv/index.ts';
import { chainToRoot } from './chain.ts';
import { TrustError } from './errors.ts';
import type { TrustList } from './list.ts';
import { type MasterList, readMasterList } from './master-list.ts';

/** Key purpose of a master list signer (Doc 9303-12 §7.1.1, table 6). */
const MASTER_LIST_SIGNING = '2.23.136.1.1.3';
const DAY = 86_400_000;

function readList(bytes: Uint8Array): MasterList {
  try {
    return readMasterList(bytes);
  } catch (cause) {
    if (!(cause instanceof ChipError)) throw cause;
    throw new TrustError('trust/not-a-list', `not a master list: ${cause.message}`, { cause });
  }
}

function mustSignLists(certificate: Certificate, signedAt: number, isRoot: boolean): void {
  const purposes = certificate.extensions.extendedKeyUsage;
  if (!isRoot && !purposes?.includes(MASTER_LIST_SIGNING)) {
    throw new TrustError('trust/not-a-list-signer', 'the signer may not sign master lists');
  }
  if (signedAt < certificate.notBefore || signedAt > certificate.notAfter) {
    throw new TrustError('trust/not-a-list-signer', 'the signer was not valid when the list was signed');
  }
}

function checkSigner(
  list: MasterList,
  signer: SignerInfo,
  roots: readonly Certificate[],
  now: number,
): { signer: Certificate; root: Certificate } {
  const verdict = verifySigner(list.signedData, signer);
  if (!verdict.good) throw new TrustError('trust/wrong-signature', `the signature fails: ${verdict.fault}`);
  const { certificate } = verdict;
  // Links of a rollover come with the signature or in the list itself. Nothing in either is trusted for being there.
  const pool = readableCertificates([...list.signedData.certificates, ...list.certificates]);
  const chain = chainToRoot(certificate, pool, roots);
  const root = chain?.at(-1);
  if (!root) throw new TrustError('trust/unknown-root', 'the signer leads to none of the pinned roots');
  const isRoot = hexOf(root.publicKeyInfo) === hexOf(certificate.publicKeyInfo);
  mustSignLists(certificate, signer.signingTime ?? now, isRoot);
  return { signer: certificate, root };
}

/** One good signer is enough; the first one's fault is told when none is. */
function checkSigners(list: MasterList, roots: readonly Certificate[], now: number) {
  let first: TrustError | undefined;
  for (const signer of list.signedData.signers) {
    try {
      return { ...checkSigner(list, signer, roots, now), signedAt: signer.signingTime };
    } catch (error) {
      if (!(error instanceof TrustError)) throw error;
      first ??= error;
    }
  }
  throw first ?? new TrustError('trust/wrong-signature', 'nobody signed the list');
}

/**
 * Checks one CSCA master list (ICAO Doc 9303-12 §9): its signature, its signer's right to sign lists, and the way from
 * there to a pinned root.
 * @param now milliseconds since 1970
 * @throws TrustError for everything that speaks against it
 */
export function checkMasterList(bytes: Uint8Array, roots: readonly Certificate[], now: number): TrustList {
  const list = readList(bytes);
  const { signer, root, signedAt } = checkSigners(list, roots, now);
  if (signedAt !== null && signedAt > now + DAY) {
    throw new TrustError('trust/from-the-future', 'the list is dated later than this clock');
  }
  return {
    kind: 'master-list',
    signer: describeName(signer.subject),
    country: countryOf(signer.subject) ?? countryOf(root.subject) ?? '',
    root: hexOf(digestOf('SHA-256', root.encoded)),
    digest: hexOf(digestOf('SHA-256', bytes)),
    signedAt,
    importedAt: now,
    certificates: list.certificates,
  };
}
