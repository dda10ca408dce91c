/** How a feature's bytes are to be read. The three kinds of zone differ in how many characters they hold. */
export type FeatureCoding = 'c40' | 'utf8' | 'bytes' | 'mrz-36-36' | 'mrz-44-28' | 'mrz-36-28';

export interface VdsType {
  readonly name: string;
  readonly features: ReadonlyMap<number, { readonly name: string; readonly coding: FeatureCoding }>;
}

type Feature = readonly [tag: number, name: string, coding: FeatureCoding];

function type(name: string, ...features: readonly Feature[]): VdsType {
  return { name, features: new Map(features.map(([tag, label, coding]) => [tag, { name: label, coding }])) };
}

const STICKER: readonly Feature[] = [
  [1, 'document number', 'c40'],
  [2, 'municipality key', 'c40'],
];

/**
 * Document types by feature definition reference and type category: visas and emergency travel documents of Doc
 * 9303-13 §7 and §8, and those Germany has defined (BSI TR-03137).
 */
export const VDS_TYPES: Readonly<Record<string, VdsType>> = {
  '5d01': type(
    'visa',
    [1, 'MRZ', 'mrz-44-28'],
    [2, 'MRZ', 'mrz-36-28'],
    [3, 'number of entries', 'bytes'],
    [4, 'duration of stay', 'bytes'],
    [5, 'passport number', 'c40'],
    [6, 'visa type', 'bytes'],
    [7, 'additional feature', 'bytes'],
  ),
  '5e03': type('emergency travel document', [2, 'MRZ', 'mrz-36-36']),
  fd02: type('arrival attestation', [2, 'MRZ', 'mrz-36-36'], [3, 'foreigners register number', 'c40']),
  fb06: type('residence permit', [2, 'MRZ', 'mrz-36-36'], [3, 'passport number', 'c40']),
  fa06: type('supplementary sheet', [4, 'MRZ', 'mrz-36-36'], [5, 'sheet number', 'c40']),
  f908: type('address sticker for an identity card', ...STICKER, [3, 'address', 'c40']),
  f90c: type('address sticker for a residence permit', ...STICKER, [3, 'address', 'c40']),
  f80a: type('address sticker for a passport', ...STICKER, [3, 'postal code', 'c40']),
  fc04: type(
    'social insurance card',
    [1, 'social insurance number', 'c40'],
    [2, 'family name', 'utf8'],
    [3, 'first name', 'utf8'],
    [4, 'birth name', 'utf8'],
  ),
};
