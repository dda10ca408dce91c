/**
 * `exact`: both names are the same. `relaxed`: every word of the directory's names is a word of either claim. Both as
 * Entra's account recovery compares them; a blank name matches nothing.
 */
export type NameRule = 'exact' | 'relaxed';

export interface Names {
  firstName: string;
  lastName: string;
}

const folded = (name: string) => name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
const words = (name: string) => folded(name).split(/[\s-]+/);

/** Whether a credential's names are those of the directory. Letter case does not count: passports print capitals. */
export function namesMatch(directory: Names, credential: Names, rule: NameRule): boolean {
  const all = [directory.firstName, directory.lastName, credential.firstName, credential.lastName];
  if (all.some((name) => folded(name) === '')) return false;
  if (rule === 'exact')
    return (
      folded(directory.firstName) === folded(credential.firstName) &&
      folded(directory.lastName) === folded(credential.lastName)
    );
  const known = new Set([...words(credential.firstName), ...words(credential.lastName)]);
  return [...words(directory.firstName), ...words(directory.lastName)].every((word) => known.has(word));
}
