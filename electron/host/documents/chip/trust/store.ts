import { digestOf } from '../certificates/index.ts';
import { concatBytes, hexOf } from '../tlv/index.ts';
import { TrustError } from './errors.ts';
import type { TrustList } from './list.ts';

const FORMAT = 'proofdesk-trust-store';
const VERSION = 1;

function fingerprint(certificates: readonly Uint8Array[]): string {
  return hexOf(digestOf('SHA-256', concatBytes(...certificates)));
}

/**
 * The lists as one JSON file that the host keeps in its data folder: per list where it comes from, its dates, its
 * certificates in base64, and a SHA-256 over those, so that a damaged disk is noticed. It is no signature: who may
 * write to the data folder decides what the station trusts.
 */
export function encodeTrustStore(lists: readonly TrustList[]): Uint8Array {
  const store = {
    format: FORMAT,
    version: VERSION,
    lists: lists.map(({ certificates, ...list }) => ({
      ...list,
      sha256: fingerprint(certificates),
      certificates: certificates.map((one) => Buffer.from(one).toString('base64')),
    })),
  };
  return new TextEncoder().encode(`${JSON.stringify(store, null, 1)}\n`);
}

type Fields = Readonly<Record<string, unknown>>;

function damaged(cause?: unknown): TrustError {
  return new TrustError('trust/store-damaged', 'the kept trust lists are damaged; import them again', {
    cause,
  });
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw damaged();
  return value;
}

function time(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw damaged();
  return value;
}

function decodeList(value: unknown): TrustList {
  if (typeof value !== 'object' || value === null) throw damaged();
  const fields = value as Fields;
  const kind = text(fields, 'kind');
  if (kind !== 'master-list' && kind !== 'certificate') throw damaged();
  if (!Array.isArray(fields.certificates)) throw damaged();
  const certificates = fields.certificates.map((one) => {
    if (typeof one !== 'string') throw damaged();
    return new Uint8Array(Buffer.from(one, 'base64'));
  });
  if (fingerprint(certificates) !== text(fields, 'sha256')) throw damaged();
  return {
    kind,
    signer: text(fields, 'signer'),
    country: text(fields, 'country'),
    root: text(fields, 'root'),
    digest: text(fields, 'digest'),
    signedAt: fields.signedAt === null ? null : time(fields, 'signedAt'),
    importedAt: time(fields, 'importedAt'),
    certificates,
  };
}

/** Reads what {@link encodeTrustStore} wrote. @throws TrustError `trust/store-damaged` */
export function decodeTrustStore(bytes: Uint8Array): TrustList[] {
  let store: unknown;
  try {
    store = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw damaged(cause);
  }
  const { format, version, lists } = (store ?? {}) as Fields;
  if (format !== FORMAT || version !== VERSION || !Array.isArray(lists)) throw damaged();
  return lists.map(decodeList);
}

/** Lists of one origin replace each other: the same kind, under the same pinned root, from the same country. */
function sameOrigin(a: TrustList, b: TrustList): boolean {
  if (a.kind !== b.kind || a.root !== b.root || a.country !== b.country) return false;
  return a.kind === 'master-list' || a.digest === b.digest;
}

/**
 * Adds a list and drops the one it replaces.
 * @throws TrustError `trust/older` when a newer one of the same origin is there: an old list must not bring back
 * certificates that were taken off
 */
export function addList(lists: readonly TrustList[], added: TrustList): TrustList[] {
  const there = lists.find((list) => sameOrigin(list, added));
  if (there && (there.signedAt ?? 0) > (added.signedAt ?? 0)) {
    throw new TrustError('trust/older', 'a newer list of the same origin is already there');
  }
  return [...lists.filter((list) => list !== there), added];
}
