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

/** The full list, in its order, with `not-checked` where nothing was done. */
export function completeChecks(checks: readonly Check[]): Check[] {
  return allChecks.map(
    (name) =>
      checks.find((one) => one.check === name) ?? {
        check: name,
        outcome: 'not-checked',
        reason: 'not-available',
        facts: {},
      },
  );
}

/**
 * Strength of the presented evidence after NIST SP 800-63A-4 §2.4.2 and §4: an ICAO travel document is SUPERIOR only
 * when its chip was verified up to a trust anchor; STRONG when its genuineness was confirmed some other way (optical
 * authenticity, or staff who looked at it); FAIR when only its machine readable zone, or its barcode where it has no zone, is
 * consistent; NONE otherwise.
 */
export function evidenceStrengthOf(checks: readonly Check[]): EvidenceStrength {
  const passed = (name: CheckName) => checks.find((one) => one.check === name)?.outcome === 'passed';
  const consistent = passed('mrz-check-digits') || passed('barcode-structure');
  if (!consistent || !passed('document-expiry')) return 'NONE';
  if (passed('passive-authentication') && passed('mrz-chip-match')) return 'SUPERIOR';
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
  return { outcome, evidenceStrength, because };
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
