import { hkdfSync } from 'node:crypto';
import { assertClaims, type CredentialProfile } from '../profile/index.ts';
import { sealClaims } from '../seal.ts';
import { codeOfHandle, sha256, txCodeHash } from '../secrets.ts';
import type { NewOffer } from '../store/store.ts';
import { originOf } from './context.ts';

const HANDLE_BYTES = 16;
/** Of which six digits are taken: enough that no digit is likelier than another by more than 2⁻⁴⁴. */
const CODE_BYTES = 8;
const DIGITS = 6;

export interface OrderedOffer {
  readonly offer: NewOffer;
  readonly handle: string;
  readonly txCode: string | null;
}

export interface OfferOrder {
  kiosk: number;
  orderId: string;
  subjectRef: string;
  claims: Record<string, unknown>;
  txCode: boolean;
  profile: CredentialProfile;
  createdAt: number;
  expiresAt: number;
}

/**
 * The offer of an order. Its secrets follow from the order and the hub's key, so that a kiosk whose answer was lost gets the
 * same answer again though only hashes are kept.
 * @param secret the hub's, 32 bytes
 * @throws IssuerError issuer/bad-claims
 */
export async function offerOfOrder(secret: Uint8Array, order: OfferOrder): Promise<OrderedOffer> {
  const { kiosk, orderId, subjectRef, claims, profile, createdAt, expiresAt } = order;
  assertClaims(profile, claims);
  const info = `proofdesk hub order ${kiosk} ${orderId}`;
  const derived = Buffer.from(hkdfSync('sha256', secret, '', info, 2 * HANDLE_BYTES + CODE_BYTES));
  const handle = derived.subarray(0, HANDLE_BYTES).toString('base64url');
  const name = derived.subarray(HANDLE_BYTES, 2 * HANDLE_BYTES).toString('base64url');
  const digits = derived.readBigUInt64BE(2 * HANDLE_BYTES) % 10n ** BigInt(DIGITS);
  const txCode = order.txCode ? String(digits).padStart(DIGITS, '0') : null;
  const code = codeOfHandle(handle);
  const offer: NewOffer = {
    offerId: `order-${name}`,
    subjectRef,
    origin: originOf(kiosk),
    variant: 'open',
    configurationId: profile.configurations[0]!.id,
    handleHash: sha256(handle),
    codeHash: sha256(code),
    txCodeHash: txCode === null ? null : txCodeHash(code, txCode),
    txCodeForm: txCode === null ? null : JSON.stringify({ inputMode: 'numeric', length: DIGITS }),
    held: false,
    sealedClaims: await sealClaims(claims, code),
    createdAt,
    expiresAt,
  };
  return { offer, handle, txCode };
}
