import { countList, listAge, type TrustList } from '../../host/documents/chip/index.ts';

const date = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : new Date(milliseconds).toISOString();

/**
 * A trust list as the command line tells of it: everything but the certificates themselves.
 * @param oldAfterDays days after which it is old
 */
export function trustRecord(list: TrustList, now: number, oldAfterDays: number) {
  const ageDays = listAge(list, now);
  return {
    kind: list.kind,
    country: list.country,
    signer: list.signer,
    signedAt: date(list.signedAt),
    importedAt: date(list.importedAt),
    ageDays,
    old: ageDays > oldAfterDays,
    ...countList(list),
    sha256: list.digest,
    root: list.root,
  };
}
