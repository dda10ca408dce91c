import 'reflect-metadata';
import type { X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { DAY_MS, DOCUMENT_SIGNER } from './certificates.ts';
import type { KeyWarning } from './signing-key.ts';

const LONGEST_MS = 457 * DAY_MS;
const KEY_IDENTIFIERS = ['2.5.29.14', '2.5.29.35'];

function hasExactUsage(leaf: x509.X509Certificate): boolean {
  const usage = leaf.getExtension(x509.ExtendedKeyUsageExtension);
  return usage !== null && usage.usages.length === 1 && usage.usages[0] === DOCUMENT_SIGNER;
}

function hasContact(leaf: x509.X509Certificate): boolean {
  const items = leaf.getExtension(x509.IssuerAlternativeNameExtension)?.names.items ?? [];
  return items.length > 0 && items.every(({ type }) => type === 'url' || type === 'email');
}

function hasRevocationList(leaf: x509.X509Certificate): boolean {
  const points = leaf.getExtension(x509.CRLDistributionPointsExtension)?.distributionPoints ?? [];
  return (
    points.length > 0 &&
    points.every(({ distributionPoint }) =>
      distributionPoint?.fullName?.some(({ uniformResourceIdentifier: uri }) => uri !== undefined),
    )
  );
}

/**
 * Where a certificate departs from what verifiers of mdocs look at: ISO/IEC 18013-5 Annex B.1.4, Table B.3. What is a
 * mistake for one verifier is none for another, and the profile is one of driving licences, so nothing is refused for it.
 */
export function mdocWarnings(certificate: X509Certificate): KeyWarning[] {
  const leaf = new x509.X509Certificate(new Uint8Array(certificate.raw));
  const usages = leaf.getExtension(x509.KeyUsagesExtension)?.usages;
  const [country, ...others] = leaf.subjectName.getField('C');
  const found: [KeyWarning, boolean][] = [
    ['mdoc-key-usage', usages === x509.KeyUsageFlags.digitalSignature],
    ['mdoc-extended-key-usage', hasExactUsage(leaf)],
    ['mdoc-key-identifiers', KEY_IDENTIFIERS.every((id) => leaf.getExtension(id) !== null)],
    ['mdoc-issuer-alternative-name', hasContact(leaf)],
    ['mdoc-crl-distribution-point', hasRevocationList(leaf)],
    [
      'mdoc-country',
      country !== undefined && others.length === 0 && leaf.issuerName.getField('C')[0] === country,
    ],
    ['mdoc-validity', leaf.notAfter.getTime() - leaf.notBefore.getTime() <= LONGEST_MS],
  ];
  return found.flatMap(([warning, sound]) => (sound ? [] : [warning]));
}
