import type { AamvaElement, AamvaFields, Truncation } from './types.ts';

type Elements = ReadonlyMap<string, AamvaElement>;

export interface AamvaNames {
  readonly fields: Pick<AamvaFields, 'familyName' | 'givenNames' | 'suffix' | 'fullName'>;
  /** The elements each field was taken from. */
  readonly from: Readonly<
    Partial<Record<'familyName' | 'givenNames' | 'suffix' | 'fullName', readonly string[]>>
  >;
  readonly truncation: { readonly family: Truncation; readonly given: Truncation };
  readonly unsplit: boolean;
}

const ABSENT = /^(none|unavl|unavail|-+)?$/i;

/** A value the card really has; `undefined` for empty and for the standard's ways to say there is none. */
export function present(elements: Elements, id: string): string | undefined {
  const raw = elements.get(id)?.raw.trim() ?? '';
  return ABSENT.test(raw) ? undefined : raw;
}

/** Commas part names in some versions and pad them in others. */
function spaced(text: string | undefined): string | undefined {
  const clean = text?.replace(/[\s,]+/g, ' ').trim();
  return clean === '' ? undefined : clean;
}

function joined(...parts: readonly (string | undefined)[]): string | undefined {
  return spaced(parts.filter((part) => part !== undefined).join(' '));
}

const LONGEST = 40;

function truncationOf(elements: Elements, flag: string, ids: readonly string[]): Truncation {
  const said = elements.get(flag)?.raw;
  if (said === 'T') return 'truncated';
  if (said === 'N') return 'whole';
  const full = ids.some((id) => (elements.get(id)?.raw.length ?? 0) >= LONGEST);
  return full || said !== undefined || ids.every((id) => !elements.has(id)) ? 'unknown' : 'whole';
}

function worst(...all: readonly Truncation[]): Truncation {
  return all.find((one) => one === 'truncated') ?? all.find((one) => one === 'unknown') ?? 'whole';
}

/** Version 1: LAST,FIRST,MIDDLE,SUFFIX; without a comma nothing says which word is which. */
function splitFullName(full: string): AamvaNames['fields'] | undefined {
  const [family, ...rest] = full.split(',').map((part) => part.trim());
  if (rest.length === 0 || family === undefined || family === '') return undefined;
  const suffix = rest.length > 2 ? spaced(rest.at(-1)) : undefined;
  const givenNames = joined(...(rest.length > 2 ? rest.slice(0, -1) : rest));
  return { familyName: family, ...(givenNames && { givenNames }), ...(suffix && { suffix }) };
}

/**
 * Takes the names from where a version puts them: DCS with DAC and DAD (versions 4 on), DCS with DCT (2 and 3), DAA
 * or DAB, DAC, DAD (1). Issuers mix them, so another place is tried when the version's own is empty.
 */
export function readNames(elements: Elements, version: number | null): AamvaNames {
  const value = (id: string): string | undefined => present(elements, id);
  const firstIds = ['DAC', 'DAD'];
  const wholeFirst = version !== null && version >= 2 && version <= 3;
  const familyId = value('DCS') ? 'DCS' : 'DAB';
  const familyName = spaced(value(familyId));
  const apart = joined(value('DAC'), value('DAD'));
  const together = spaced(value('DCT'));
  const givenIds = (wholeFirst && together) || !apart ? ['DCT'] : firstIds;
  const givenNames = givenIds[0] === 'DCT' ? together : apart;
  const suffixId = value('DCU') ? 'DCU' : version !== null && version >= 2 ? 'DCU' : 'DAE';
  const suffix = spaced(value(suffixId));
  const full = value('DAA');
  if (familyName === undefined && full !== undefined) {
    const split = splitFullName(full);
    const truncation: Truncation = full.length >= 35 ? 'unknown' : 'whole';
    const fields = split ?? { fullName: spaced(full) ?? full };
    return {
      fields,
      from: Object.fromEntries(Object.keys(fields).map((name) => [name, ['DAA']])),
      truncation: { family: truncation, given: truncation },
      unsplit: split === undefined,
    };
  }
  return {
    fields: {
      ...(familyName && { familyName }),
      ...(givenNames && { givenNames }),
      ...(suffix && { suffix }),
    },
    from: {
      ...(familyName && { familyName: [familyId] }),
      ...(givenNames && { givenNames: givenIds.filter((id) => value(id) !== undefined) }),
      ...(suffix && { suffix: [suffixId] }),
    },
    truncation: {
      family: truncationOf(elements, 'DDE', [familyId]),
      given:
        givenIds[0] === 'DCT'
          ? truncationOf(elements, 'DDF', ['DCT'])
          : worst(truncationOf(elements, 'DDF', ['DAC']), truncationOf(elements, 'DDG', ['DAD'])),
    },
    unsplit: false,
  };
}
