import type { Check, CheckName, CheckOutcome } from '../../../electron/contract/index.ts';

export const checkGroups = ['document', 'chip', 'person', 'staff'] as const;
export type CheckGroup = (typeof checkGroups)[number];

export const groupTitles: Record<CheckGroup, string> = {
  document: 'Document',
  chip: 'Chip',
  person: 'Person',
  staff: 'Staff',
};

/** What each check is called, and where staff look for it. */
export const checkWords: Record<CheckName, { group: CheckGroup; title: string }> = {
  'mrz-check-digits': { group: 'document', title: 'Check digits' },
  'mrz-reading': { group: 'document', title: 'Read without correction' },
  'mrz-page-match': { group: 'document', title: 'Reader agrees with page' },
  'barcode-structure': { group: 'document', title: 'Barcode well-formed' },
  'barcode-match': { group: 'document', title: 'Barcode agrees with lines' },
  'document-expiry': { group: 'document', title: 'Still valid' },
  'document-choice-match': { group: 'document', title: 'Same as chosen' },
  'details-match': { group: 'document', title: 'Typed name agrees' },
  'barcode-details-match': { group: 'document', title: 'Typed name agrees with barcode' },
  'visual-zone-match': { group: 'document', title: 'Printed text agrees' },
  'optical-authenticity': { group: 'document', title: 'Looks genuine' },
  'portrait-source': { group: 'document', title: 'Portrait found' },
  'portrait-quality': { group: 'document', title: 'Portrait usable' },
  'chip-access': { group: 'chip', title: 'Chip opened' },
  'passive-authentication': { group: 'chip', title: 'Chip data signed by issuer' },
  'chip-authentication': { group: 'chip', title: 'Chip not copied' },
  'chip-access-info': { group: 'chip', title: 'Access data as signed' },
  'chip-signature': { group: 'chip', title: 'Signature right' },
  'chip-hashes': { group: 'chip', title: 'Contents as signed' },
  'chip-signer-chain': { group: 'chip', title: 'Signer known' },
  'chip-signer-validity': { group: 'chip', title: 'Signer valid then' },
  'chip-signer-revocation': { group: 'chip', title: 'Signer not revoked' },
  'chip-issuing-state': { group: 'chip', title: 'Signer is of the issuing state' },
  'chip-file-list': { group: 'chip', title: 'All files as listed' },
  'chip-proof-mapping': { group: 'chip', title: 'Own key shown on opening' },
  'chip-proof-agreement': { group: 'chip', title: 'Own key shown by agreement' },
  'chip-proof-signature': { group: 'chip', title: 'Own key shown by signing' },
  'mrz-chip-match': { group: 'chip', title: 'Chip agrees with page' },
  'camera-genuine': { group: 'person', title: 'Camera trusted' },
  'face-quality': { group: 'person', title: 'Photo usable' },
  liveness: { group: 'person', title: 'Live person' },
  'face-match': { group: 'person', title: 'Same face' },
  'staff-observation': { group: 'staff', title: 'Seen by staff' },
};

export const outcomeWords: Record<CheckOutcome, string> = {
  passed: 'Passed',
  failed: 'Failed',
  'not-checked': 'Not checked',
};

/** The checks under their headings, each group in the order the host gave; a group without checks is left out. */
export function groupChecks(checks: readonly Check[]): { group: CheckGroup; checks: Check[] }[] {
  return checkGroups
    .map((group) => ({ group, checks: checks.filter(({ check }) => checkWords[check].group === group) }))
    .filter(({ checks }) => checks.length > 0);
}

export function countOutcomes(checks: readonly Check[]): Record<CheckOutcome, number> {
  const counts: Record<CheckOutcome, number> = { passed: 0, failed: 0, 'not-checked': 0 };
  for (const { outcome } of checks) counts[outcome]++;
  return counts;
}
