import { ChipError } from '../errors.ts';
import { childrenOf, DER, integerOf, oidOf, readTlv, smallIntegerOf, type Tlv } from '../tlv/index.ts';
import type {
  ActiveAuthenticationInfo,
  ChipAuthenticationInfo,
  ChipAuthenticationKeyInfo,
  PaceInfo,
  SecurityInfos,
} from './types.ts';

const BSI_SMARTCARD = '0.4.0.127.0.7.2.2';
const PUBLIC_KEY_DH = `${BSI_SMARTCARD}.1.1`;
const PUBLIC_KEY_ECDH = `${BSI_SMARTCARD}.1.2`;
const CHIP_AUTHENTICATION = new RegExp(`^${BSI_SMARTCARD.replaceAll('.', '\\.')}\\.3\\.[12]\\.[1-4]$`);
const PACE = new RegExp(`^${BSI_SMARTCARD.replaceAll('.', '\\.')}\\.4\\.[1-46]\\.[1-4]$`);
const ACTIVE_AUTHENTICATION = '2.23.136.1.1.5';

/** No chip states more; the longest lists seen have about a dozen entries. */
const MOST_ENTRIES = 100;

interface Draft {
  pace: PaceInfo[];
  chipAuthentication: ChipAuthenticationInfo[];
  chipAuthenticationKeys: ChipAuthenticationKeyInfo[];
  activeAuthentication: ActiveAuthenticationInfo[];
}

/** Sorts one entry in. @returns false for an entry of another kind; throws for one that is not what it says it is */
function sortIn(draft: Draft, oid: string, required: Tlv | undefined, optional: Tlv | undefined): boolean {
  if (!required) return false;
  const keyId = optional === undefined ? null : () => integerOf(optional);
  if (PACE.test(oid)) {
    const parameterId = optional === undefined ? null : smallIntegerOf(optional);
    draft.pace.push({ oid, version: smallIntegerOf(required), parameterId });
  } else if (CHIP_AUTHENTICATION.test(oid)) {
    draft.chipAuthentication.push({ oid, version: smallIntegerOf(required), keyId: keyId?.() ?? null });
  } else if (oid === PUBLIC_KEY_DH || oid === PUBLIC_KEY_ECDH) {
    if (required.tag !== DER.sequence) return false;
    draft.chipAuthenticationKeys.push({
      kind: oid === PUBLIC_KEY_DH ? 'dh' : 'ec',
      publicKeyInfo: required.encoded,
      keyId: keyId?.() ?? null,
    });
  } else if (oid === ACTIVE_AUTHENTICATION) {
    if (!optional) return false;
    draft.activeAuthentication.push({
      version: smallIntegerOf(required),
      signatureAlgorithm: oidOf(optional),
    });
  } else {
    return false;
  }
  return true;
}

/**
 * Reads SecurityInfos (Doc 9303-11 §9.2), a SET of entries. Entries of unknown kinds, and entries that are not what they
 * say they are, end up in `others`: one bad entry must not hide the good ones.
 * @throws ChipError `chip/malformed` when it is no set of sequences; `chip/too-large` beyond a hundred entries
 */
export function readSecurityInfos(set: Uint8Array): SecurityInfos {
  const entries = childrenOf(readTlv(set, DER.set));
  if (entries.length > MOST_ENTRIES) throw new ChipError('chip/too-large', 'too many security infos');
  const draft: Draft = {
    pace: [],
    chipAuthentication: [],
    chipAuthenticationKeys: [],
    activeAuthentication: [],
  };
  const others: string[] = [];
  for (const entry of entries) {
    const [protocol, required, optional] = childrenOf(entry);
    if (!protocol) throw new ChipError('chip/malformed', 'a security info without a protocol');
    const oid = oidOf(protocol);
    try {
      if (!sortIn(draft, oid, required, optional)) others.push(oid);
    } catch (error) {
      if (!(error instanceof ChipError)) throw error;
      others.push(oid);
    }
  }
  return { ...draft, others, encoded: entries.map((entry) => entry.encoded) };
}
