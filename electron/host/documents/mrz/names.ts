/** Components of a name field joined by single spaces, however many fillers stood between them. */
export function joinComponents(field: string): string {
  return field.split('<').filter(Boolean).join(' ');
}

/**
 * Splits a name field at the first double filler (ICAO Doc 9303-3 §4.6). Without one there is no secondary
 * identifier; further double fillers, seen on real cards, count as single ones.
 */
export function splitNames(field: string): { primary: string; secondary: string } {
  const cut = field.indexOf('<<');
  if (cut < 0) return { primary: joinComponents(field), secondary: '' };
  return { primary: joinComponents(field.slice(0, cut)), secondary: joinComponents(field.slice(cut)) };
}

/** A name field written to its last position must be treated as cut, even if it is not (ICAO Doc 9303-4 §4.2.3). */
export function isFull(field: string): boolean {
  return !field.endsWith('<');
}
