import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { type SigningKey, signJws } from '../keys/index.ts';
import { type CborValue, coseSign1, tagged, toCbor } from '../mdoc/index.ts';
import { STATUS_VALUES } from '../store/status-steps.ts';
import type { CredentialStatus } from '../store/store.ts';

const compress = promisify(deflate);
/** Two bits for each credential: valid, revoked, suspended (draft-ietf-oauth-status-list §7.1). */
const STATUS_BITS = 2;
/** CWT claims (RFC 8392 §4, draft-ietf-oauth-status-list §5.2). */
const CLAIM = { sub: 2, exp: 4, iat: 6, ttl: 65534, statusList: 65533 };
const COSE_SIGN1 = 18;

export interface StatusListContents {
  size: number;
  exceptions: readonly { index: number; status: CredentialStatus }[];
}

export interface StatusListInput {
  /** The list's own address: what credentials refer to. */
  uri: string;
  /** Of {@link compressedList}. */
  list: Uint8Array;
  /** Seconds since the epoch. */
  iat: number;
  exp: number;
  /** Seconds a verifier may keep it. */
  ttl: number;
}

/** The list as bytes, packed from the least significant bit and compressed: draft-ietf-oauth-status-list §4.1. */
export async function compressedList({ size, exceptions }: StatusListContents): Promise<Buffer> {
  const perByte = 8 / STATUS_BITS;
  const bytes = new Uint8Array(Math.ceil(size / perByte));
  for (const { index, status } of exceptions)
    bytes[Math.floor(index / perByte)]! |= STATUS_VALUES[status] << ((index % perByte) * STATUS_BITS);
  return compress(bytes, { level: 9 });
}

/** A status list token as JWT: draft-ietf-oauth-status-list §5.1. */
export async function statusListJwt(input: StatusListInput, key: SigningKey): Promise<string> {
  const { uri, list, iat, exp, ttl } = input;
  return signJws(
    { typ: 'statuslist+jwt', kid: key.kid, x5c: key.x5c },
    {
      sub: uri,
      iat,
      exp,
      ttl,
      status_list: { bits: STATUS_BITS, lst: Buffer.from(list).toString('base64url') },
    },
    key,
  );
}

/** The same as CWT, a tagged COSE_Sign1: §5.2. */
export async function statusListCwt(input: StatusListInput, key: SigningKey): Promise<Uint8Array> {
  const list = new Map<string, CborValue>([
    ['bits', STATUS_BITS],
    ['lst', new Uint8Array(input.list)],
  ]);
  const claims = new Map<number, CborValue>([
    [CLAIM.sub, input.uri],
    [CLAIM.iat, input.iat],
    [CLAIM.exp, input.exp],
    [CLAIM.ttl, input.ttl],
    [CLAIM.statusList, list],
  ]);
  const signed = await coseSign1(toCbor(claims), key, 'application/statuslist+cwt');
  return toCbor(tagged(COSE_SIGN1, signed));
}
