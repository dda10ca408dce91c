import { CodedError, type Picture } from '../../contract/index.ts';
import type { Vault } from '../vault/index.ts';
import { hasLeft, portraitOf, type ReadDocument } from '../visit/index.ts';
import type { RunningVisit } from './visit-runner.ts';

/**
 * A picture of the visit that runs now, and of no other; selfies are for staff alone.
 * @throws CodedError `picture/unknown`, VaultError
 */
export async function pictureOf(
  vault: Vault,
  running: RunningVisit | null,
  ref: string,
  forStaff: boolean,
): Promise<Picture> {
  const { document, selfies } = running?.visit ?? { document: null, selfies: [] };
  const portrait = portraitRefOf(document);
  const open = [...pageRefsOf(document), ...(portrait ? [portrait] : [])];
  const allowed = forStaff ? [...open, ...selfies] : open;
  if (!running || hasLeft(running.visit) || !allowed.includes(ref)) {
    throw new CodedError('picture/unknown', 'no such picture in this visit');
  }
  return vault.getImage(running.id, ref);
}

/** The sides that were scanned, upright where that could be told. */
export function pageRefsOf(document: ReadDocument | null): string[] {
  return document?.pages.map(({ ref, uprightRef }) => uprightRef ?? ref) ?? [];
}

export function portraitRefOf(document: ReadDocument | null): string | null {
  return (document && portraitOf(document)?.ref) ?? null;
}
