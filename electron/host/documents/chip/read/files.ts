/** A file this reader reads. Fingerprints and irises (DG3, DG4) are not among them. */
export type ChipFileName =
  | 'atr-info'
  | 'card-access'
  | 'card-security'
  | 'com'
  | 'sod'
  | `dg${ReadableDataGroup}`;

export const READABLE_DATA_GROUPS = [1, 2, 7, 11, 12, 14, 15] as const;
export type ReadableDataGroup = (typeof READABLE_DATA_GROUPS)[number];

/** File identifiers (Doc 9303-10 §4.6, tables 35 and 38). EF.CardSecurity and EF.SOD share one, in different directories. */
const IDENTIFIERS: Readonly<Record<ChipFileName, number>> = {
  'atr-info': 0x2f01,
  'card-access': 0x011c,
  'card-security': 0x011d,
  com: 0x011e,
  sod: 0x011d,
  dg1: 0x0101,
  dg2: 0x0102,
  dg7: 0x0107,
  dg11: 0x010b,
  dg12: 0x010c,
  dg14: 0x010e,
  dg15: 0x010f,
};

/** The two octets a file is selected by. */
export function fileIdentifier(name: ChipFileName): Uint8Array {
  const id = IDENTIFIERS[name];
  return Uint8Array.of(id >> 8, id & 0xff);
}

/** The eMRTD application (Doc 9303-10 §4.1). */
export const EMRTD_APPLICATION = Uint8Array.of(0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01);

export function isReadable(group: number): group is ReadableDataGroup {
  return (READABLE_DATA_GROUPS as readonly number[]).includes(group);
}
