import { digestOf } from '../certificates/index.ts';
import { concatBytes, hexOf } from '../tlv/index.ts';
import { TrustError } from './errors.ts';
import type { RefusedList, TrustList } from './list.ts';

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
 * A newer one of the same origin that is there already, or null: an old list must not bring back certificates that were
 * taken off.
 */
function newerThan(added: TrustList, lists: readonly TrustList[]): TrustList | null {
  const there = lists.find((list) => sameOrigin(list, added));
  return there && (there.signedAt ?? 0) > (added.signedAt ?? 0) ? there : null;
}

export interface AddedLists {
  /** All lists there are now. */
  readonly lists: readonly TrustList[];
  /** Those of the added ones that were taken. */
  readonly taken: readonly TrustList[];
  readonly refused: readonly RefusedList[];
}

/**
 * Adds lists, each in place of the one it replaces; of several those that are no step back.
 * @throws TrustError `trust/older` when all of them are, `trust/not-a-list` when there is none
 */
export function addLists(lists: readonly TrustList[], added: readonly TrustList[]): AddedLists {
  let all = lists;
  const taken: TrustList[] = [];
  const refused: RefusedList[] = [];
  for (const list of added) {
    if (newerThan(list, all)) {
      const error = new TrustError('trust/older', 'a newer list of the same origin is already there');
      refused.push({ digest: list.digest, error });
      continue;
    }
    all = [...all.filter((one) => !sameOrigin(one, list)), list];
    taken.push(list);
  }
  if (taken.length === 0) {
    throw refused[0]?.error ?? new TrustError('trust/not-a-list', 'the file holds no list');
  }
  // Of two of one origin in the same file the later one took the other's place.
  return { lists: all, taken: taken.filter((list) => all.includes(list)), refused };
}
