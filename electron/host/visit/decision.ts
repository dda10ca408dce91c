import type { Check, CheckName, DecisionOutcome, EvidenceStrength } from '../../contract/index.ts';
import type { Policy } from './profile.ts';

export interface Decision {
  outcome: DecisionOutcome;
  evidenceStrength: EvidenceStrength;
  /** The checks that kept the outcome from being `accept`; for staff, never for the visitor. */
  because: CheckName[];
}

const severity: Record<DecisionOutcome, number> = { accept: 0, refer: 1, refuse: 2 };
const strength: Record<EvidenceStrength, number> = { NONE: 0, FAIR: 1, STRONG: 2, SUPERIOR: 3 };

/** Every check a finished visit speaks of; one that nobody made is listed as not checked. */
export const allChecks: readonly CheckName[] = [
  'mrz-check-digits',
  'mrz-reading',
  'mrz-page-match',
  'barcode-structure',
  'barcode-match',
  'document-expiry',
  'document-choice-match',
  'details-match',
  'barcode-details-match',
  'chip-access',
  'passive-authentication',
  'chip-authentication',
  'mrz-chip-match',
  'visual-zone-match',
  'optical-authenticity',
  'portrait-source',
  'portrait-quality',
  'camera-genuine',
  'face-quality',
  'liveness',
  'face-match',
  'staff-observation',
];

/** Checks that others sum up, listed behind those and only when they were made. */
const stepsOf: Readonly<Partial<Record<CheckName, readonly CheckName[]>>> = {
  'chip-access': ['chip-access-info'],
  'passive-authentication': [
    'chip-signature',
    'chip-hashes',
    'chip-signer-chain',
    'chip-signer-validity',
    'chip-signer-revocation',
    'chip-issuing-state',
    'chip-file-list',
  ],
  'chip-authentication': ['chip-proof-mapping', 'chip-proof-agreement', 'chip-proof-signature'],
};

/** What a chip need not offer, and must not fail at. */
const againstTheChip: readonly CheckName[] = ['chip-access', 'chip-authentication'];

/** The full list, in its order, with `not-checked` where nothing was done. */
export function completeChecks(checks: readonly Check[]): Check[] {
  const made = (name: CheckName) => checks.find((one) => one.check === name);
  return allChecks.flatMap((name) => [
    made(name) ?? { check: name, outcome: 'not-checked', reason: 'not-available', facts: {} },
    ...(stepsOf[name] ?? []).flatMap((step) => made(step) ?? []),
  ]);
}

/**
 * Strength of the presented evidence after NIST SP 800-63A-4 §2.4.2 and §4: an ICAO travel document is SUPERIOR only
 * when its chip was verified up to a trust anchor, is the printed document's, is no copy, and was opened as the state meant
 * it to be; STRONG when its genuineness was confirmed some other way (optical authenticity, or staff who looked at it);
 * FAIR when only its machine readable zone, or its barcode where it has no zone, is consistent; NONE otherwise.
 */
export function evidenceStrengthOf(checks: readonly Check[]): EvidenceStrength {
  const passed = (name: CheckName) => checks.find((one) => one.check === name)?.outcome === 'passed';
  const consistent = passed('mrz-check-digits') || passed('barcode-structure');
  if (!consistent || !passed('document-expiry')) return 'NONE';
  const doubted = checks.some((one) => againstTheChip.includes(one.check) && one.outcome === 'failed');
  if (passed('passive-authentication') && passed('mrz-chip-match') && !doubted) return 'SUPERIOR';
  if (passed('optical-authenticity') || passed('staff-observation')) return 'STRONG';
  return 'FAIR';
}

/** What follows from the checks by the station's policy: the worst that any rule says, and never more than that. */
export function decideByPolicy(checks: readonly Check[], policy: Policy): Decision {
  const all = completeChecks(checks);
  const evidenceStrength = evidenceStrengthOf(all);
  let outcome: DecisionOutcome =
    strength[evidenceStrength] < strength[policy.minimumEvidence] ? 'refer' : 'accept';
  const because: CheckName[] = [];
  for (const rule of policy.rules) {
    const found = all.find((one) => one.check === rule.check);
    if (!found || found.outcome === 'passed') continue;
    const unmade = found.outcome === 'not-checked';
    // One comparison stands in for another that there was nothing for.
    if (unmade && all.some((one) => one.check === rule.instead && one.outcome === 'passed')) continue;
    const says = unmade ? rule.notChecked : rule.failed;
    if (says !== 'accept') because.push(rule.check);
    if (severity[says] > severity[outcome]) outcome = says;
  }
  if (isUndecidedByFace(all)) {
    because.push('face-match');
    if (severity[outcome] < severity.refer) outcome = 'refer';
  }
  if (isByOldList(all, policy) && policy.oldTrustList !== 'accept') {
    because.push('passive-authentication');
    if (severity[policy.oldTrustList] > severity[outcome]) outcome = policy.oldTrustList;
  }
  return { outcome, evidenceStrength, because: [...new Set(because)] };
}

/** The faces were compared and it is not known whether they are one person's: whatever the rules say, a person decides. */
function isUndecidedByFace(checks: readonly Check[]): boolean {
  const match = checks.find(({ check }) => check === 'face-match');
  return match?.outcome === 'not-checked' && undecidedMatches.has(match.reason);
}

const undecidedMatches: ReadonlySet<string> = new Set([
  'not-sure',
  'model-uncalibrated',
  'model-unknown',
  'rate-unknown',
  'child',
]);

/** The chip was proven by a trust list older than the policy wants; what states have added or withdrawn since is not known. */
function isByOldList(checks: readonly Check[], { trustListDays }: Policy): boolean {
  const proof = checks.find(({ check }) => check === 'passive-authentication');
  const days = proof?.outcome === 'passed' ? proof.facts.listDays : undefined;
  return typeof days === 'number' && days > trustListDays;
}

/**
 * What staff may overrule: everything the policy refers to them. Not what it refuses outright, and not evidence below its
 * minimum, which their own observation counts towards.
 */
export function staffMayAccept(checks: readonly Check[], policy: Policy): boolean {
  const all = completeChecks(checks);
  const refused = policy.rules.some(
    (rule) =>
      rule.failed === 'refuse' && all.some((one) => one.check === rule.check && one.outcome === 'failed'),
  );
  return !refused && strength[evidenceStrengthOf(all)] >= strength[policy.minimumEvidence];
}
