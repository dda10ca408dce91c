import { readSignedData, verifySigner } from '../cms/index.ts';
import { ChipError } from '../errors.ts';
import { checkSignerChain, failed, notChecked, type Verdict } from '../passive-authentication/index.ts';
import type { TrustAnchors } from '../trust/index.ts';

/** bsi-de applications(3) eID(2) 1, id-SecurityObject (BSI TR-03110-3 §A.1.2.5): what EF.CardSecurity signs. */
const SECURITY_OBJECT = '0.4.0.127.0.7.3.2.1';
const LIMITS = { signers: 2, certificates: 4 };

/**
 * Whether the state signed EF.CardSecurity (ICAO Doc 9303-11 §9.2.9): signature and chain, as for the security object
 * of the files.
 */
export function checkCardSecurity(
  file: Uint8Array | null,
  anchors: TrustAnchors | null,
  now: number,
): Verdict {
  if (!file) return notChecked('no-card-security');
  try {
    const data = readSignedData(file, LIMITS);
    if (data.contentType !== SECURITY_OBJECT) return failed('card-security-malformed');
    const verdicts = data.signers.map((signer) => verifySigner(data, signer));
    const good = verdicts.find((verdict) => verdict.good);
    if (!good) return failed(verdicts[0] && !verdicts[0].good ? verdicts[0].fault : 'no-signer');
    return checkSignerChain(good.certificate, anchors, now).verdict;
  } catch (error) {
    if (!(error instanceof ChipError)) throw error;
    return failed('card-security-malformed', { error: error.code });
  }
}
