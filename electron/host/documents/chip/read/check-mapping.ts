import { readStaticKey } from '../chip-authentication/index.ts';
import { readSignedData } from '../cms/index.ts';
import { understood } from '../errors.ts';
import { type ChipAuthenticationMapping, provesKey } from '../pace/index.ts';
import { type ChipProof, failed, notChecked, passed } from '../proof.ts';
import {
  type ChipAuthenticationKeyInfo,
  readSecurityInfos,
  type SecurityInfos,
} from '../security-infos/index.ts';

function provenIn(mapping: ChipAuthenticationMapping, keys: readonly ChipAuthenticationKeyInfo[]): boolean {
  return keys.some((info) =>
    understood(() => {
      const key = readStaticKey(info);
      return key.kind === 'ec' && provesKey(mapping, key);
    }),
  );
}

/** @throws ChipError `chip/malformed`, `chip/too-large` */
function keysIn(cardSecurity: Uint8Array): readonly ChipAuthenticationKeyInfo[] {
  const { content } = readSignedData(cardSecurity, { signers: 4, certificates: 8 });
  return readSecurityInfos(content).chipAuthenticationKeys;
}

/**
 * Whether the chip owns the static key it proved in PACE (Doc 9303-11 §4.4.3.5.2, §6). A key in DG14 is vouched for by the
 * security object; one that is in EF.CardSecurity alone is vouched for by that file's own signature, and the fact `key` says so.
 */
export function checkMapping(
  mapping: ChipAuthenticationMapping | null,
  dg14: SecurityInfos | null,
  cardSecurity: Uint8Array | null,
): ChipProof {
  if (!mapping) return notChecked('not-offered');
  if (provenIn(mapping, dg14?.chipAuthenticationKeys ?? [])) return passed({ key: 'DG14' });
  const signedApart = cardSecurity && understood(() => keysIn(cardSecurity));
  if (provenIn(mapping, signedApart ?? [])) return passed({ key: 'EF.CardSecurity' });
  return failed('wrong-key');
}
