import { readDg14 } from '../data-groups/index.ts';
import { understood } from '../errors.ts';
import { failed, notChecked, passed, type Verdict } from '../passive-authentication/index.ts';
import type { ChipAccess, ChipReading } from '../read/index.ts';
import { readSecurityInfos, type SecurityInfos } from '../security-infos/index.ts';
import { hexOf } from '../tlv/index.ts';

/**
 * How the chip was opened (ICAO Doc 9303-11 §4.2). Whatever opened it counts for nothing where the chip had shown another
 * choice of protocols than the state signed: the strong one may have been hidden.
 * @param info {@link checkAccessInfo}'s verdict
 */
export function checkAccess(access: ChipAccess, info: Verdict): Verdict {
  const { protocol, ...how } = access;
  if (info.outcome === 'failed') return failed(info.reason, { protocol, ...how, ...info.facts });
  if (protocol === 'none') return passed('no-access-control');
  return passed(protocol === 'PACE' ? 'pace' : 'basic-access-control', how);
}

function entriesOf(infos: SecurityInfos, oids: ReadonlySet<string>): Set<string> {
  return new Set(infos.encoded.map(hexOf).filter((entry) => [...oids].some((oid) => entry.includes(oid))));
}

/** bsi-de protocols(2) smartcard(2) 4: PACE, as it is encoded. */
const PACE = new Set(['04007f0007020204']);

/**
 * Compares EF.CardAccess, which nobody signed, with what DG14 says of PACE (Doc 9303-11 §9.2): somebody between
 * reader and chip could have left out what is strong. Many chips that know basic access control alone have nothing to
 * compare.
 * @param vouched whether DG14's hash value was found good
 */
export function checkAccessInfo(reading: ChipReading, vouched: boolean): Verdict {
  const dg14 = reading.dataGroups.get(14);
  const signed = dg14 && understood(() => readDg14(dg14));
  if (!signed || !vouched) return notChecked(signed ? 'dg14-not-vouched' : 'no-dg14');
  const { cardAccess } = reading;
  const stated = cardAccess && understood(() => readSecurityInfos(cardAccess));
  const there = stated ? entriesOf(stated, PACE) : new Set<string>();
  const wanted = entriesOf(signed, PACE);
  if (there.size === 0 && wanted.size === 0) return notChecked('no-pace');
  const facts = { stated: there.size, signed: wanted.size };
  if (wanted.size === 0) return notChecked('pace-not-signed', facts);
  const same = there.size === wanted.size && [...there].every((entry) => wanted.has(entry));
  return same ? passed('same-protocols', facts) : failed('other-protocols', facts);
}
