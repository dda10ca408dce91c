import {
  failed,
  groupNames,
  notChecked,
  type PassiveAuthentication,
  passed,
  type Verdict,
} from '../passive-authentication/index.ts';
import type { ChipReading } from '../read/index.ts';
import type { TrustAnchors } from '../trust/index.ts';
import { checkCardSecurity } from './card-security.ts';

const KEY_FILES = [14, 15] as const;

/** Files with keys that the state signed and the chip does not give away: a copy hides what would give it away. */
function withheld(reading: ChipReading, passive: PassiveAuthentication): readonly number[] {
  const signed = passive.sod?.securityObject.hashes;
  return KEY_FILES.filter((group) => signed?.has(group) && !reading.dataGroups.has(group));
}

interface Proof {
  readonly name: string;
  readonly verdict: Verdict;
  /** Whether the state stands behind the key it was made with. */
  readonly vouched: () => boolean;
}

function proofsOf(
  reading: ChipReading,
  passive: PassiveAuthentication,
  anchors: TrustAnchors | null,
  now: number,
): readonly Proof[] {
  const { paceChipAuthenticationMapping: mapping, chipAuthentication, activeAuthentication } = reading.proofs;
  const inGroup = (group: number) => () => passive.vouched.has(group);
  const inCardSecurity = () => checkCardSecurity(reading.cardSecurity, anchors, now).outcome === 'passed';
  return [
    {
      name: 'mapping',
      verdict: mapping,
      vouched: mapping.facts.key === 'EF.CardSecurity' ? inCardSecurity : inGroup(14),
    },
    { name: 'agreement', verdict: chipAuthentication, vouched: inGroup(14) },
    { name: 'signature', verdict: activeAuthentication, vouched: inGroup(15) },
  ];
}

/**
 * Whether the chip is the one the state made and no copy (ICAO Doc 9303-11 §6): one proof with a key the state signed
 * is enough, and a single failed one too much. Says nothing of whether that state is known: passive authentication
 * does.
 */
export function checkOriginality(
  reading: ChipReading,
  passive: PassiveAuthentication,
  anchors: TrustAnchors | null,
  now: number,
): Verdict {
  const proofs = proofsOf(reading, passive, anchors, now);
  const broken = proofs.find(({ verdict }) => verdict.outcome === 'failed');
  if (broken) return failed(broken.verdict.reason, { proof: broken.name, ...broken.verdict.facts });
  const hidden = withheld(reading, passive);
  if (hidden.length > 0) return failed('key-withheld', { files: groupNames(hidden) });
  const made = proofs.filter(({ verdict }) => verdict.outcome === 'passed');
  const good = made.find(({ vouched }) => vouched());
  if (good) return passed('original', { proof: good.name, ...good.verdict.facts });
  if (made[0]) return notChecked('key-not-vouched', { proof: made[0].name });
  const reasons = new Set(proofs.map(({ verdict }) => verdict.reason));
  return notChecked(reasons.has('unsupported') ? 'unsupported' : 'not-offered');
}
