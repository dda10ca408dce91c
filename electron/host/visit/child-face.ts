import type { Check } from '../../contract/index.ts';
import { holderOfVisit } from './document.ts';
import type { Visit } from './state.ts';

/**
 * Children's faces change within the life of a document, and the comparison was measured on adults: where the document says
 * that its holder is younger than the policy's age, a comparison that was made decides nothing, and a person does.
 *
 * @param now Unix milliseconds
 */
export function leaveChildrenToStaff(visit: Visit, checks: readonly Check[], now: number): Check[] {
  const birth = holderOfVisit(visit)?.fields.birthDate?.value;
  if (birth === undefined || !isYounger(birth, visit.policy.faceDecidesFromAge, now)) return [...checks];
  return checks.map((one) =>
    one.check === 'face-match' && one.outcome !== 'not-checked'
      ? { ...one, outcome: 'not-checked', reason: 'child' }
      : one,
  );
}

/** Of a date that is known in part the latest day it can mean. */
function isYounger(birth: string, age: number, now: number): boolean {
  const year = Number(birth.slice(0, 4));
  if (!Number.isInteger(year)) return false;
  const rest = birth.length === 10 ? birth.slice(4) : '-12-31';
  const today = new Date(now).toISOString().slice(0, 10);
  return `${year + age}${rest}` > today;
}
