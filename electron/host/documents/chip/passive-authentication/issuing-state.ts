import { type Certificate, countryOf } from '../certificates/index.ts';
import { isSameState } from './states.ts';
import { failed, notChecked, passed, type Verdict } from './step.ts';

/**
 * Compares the country of whoever signed with the issuing state of DG1's machine readable zone (Doc 9303-12 §7.1.1,
 * Doc 9303-3 §5): a genuine signature of one state proves nothing about another's passport.
 * @param state the zone's three letters without fillers; null when DG1 was not read
 */
export function checkIssuingState(
  signer: Certificate | null,
  authority: Certificate | null,
  state: string | null,
): Verdict {
  if (state === null) return notChecked('no-dg1');
  const country = [authority?.subject, signer?.issuer, signer?.subject]
    .map((name) => name && countryOf(name))
    .find((found) => found !== undefined && found !== null);
  if (!country) return notChecked('signer-without-country', { state });
  const same = isSameState(country, state);
  const facts = { country, state };
  if (same === null) return notChecked('country-unknown', facts);
  return same ? passed('same-state', facts) : failed('other-state', facts);
}
