import type { Check } from '../../contract/index.ts';
import { countryCode } from './countries.ts';
import type { DocumentFacts } from './facts.ts';

export type CheckResult = Pick<Check, 'check' | 'outcome' | 'reason'>;

const NAMED_TYPES = new Map([
  ['identity-card', 'idcard'],
  ['driving-licence', 'driving_permit'],
  ['residence-permit', 'residence_permit'],
]);

/** Document types in the terms of OpenID identity assurance; of an MRZ's document code the first letter tells. */
function documentType(type: string): string {
  if (type.length > 2) return NAMED_TYPES.get(type) ?? type;
  return type.startsWith('P') ? 'passport' : 'idcard';
}

/**
 * The `verification` member of OpenID Identity Assurance Schema 1.0 §5. It says which checks ran, with what outcome,
 * and which did not. It names neither a trust framework nor an assurance level: those are for an assessor to grant,
 * and none has. `check_method` holds this product's own names of checks, `time` only the day, so that it does not
 * link presentations.
 */
export function verification(
  facts: Pick<DocumentFacts, 'documentType' | 'issuingState'>,
  checks: readonly CheckResult[],
  today: string,
): Record<string, unknown> {
  const country = countryCode(facts.issuingState);
  const ran = checks.filter(({ outcome }) => outcome !== 'not-checked');
  const notChecked = checks.filter(({ outcome }) => outcome === 'not-checked');
  return {
    time: `${today}T00:00Z`,
    evidence: [
      {
        type: 'document',
        document_details: {
          type: documentType(facts.documentType),
          ...(country === null ? {} : { issuer: { country_code: country } }),
        },
        check_details: ran.map(({ check, outcome }) => ({ check_method: check, outcome })),
      },
    ],
    not_checked: notChecked.map(({ check, reason }) => ({ check_method: check, reason })),
  };
}
