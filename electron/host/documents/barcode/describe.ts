import { describeMrz, type MrzDescription } from '../mrz/index.ts';
import type { Aamva, BarcodeResult, NotDocument, Vds } from './types.ts';

/** A result as plain JSON, for the command line: without positions, elements by their ids. */
export type BarcodeDescription =
  | (Omit<Aamva, 'elements' | 'positions'> & { readonly elements: Readonly<Record<string, string>> })
  | (Omit<Vds, 'features' | 'mrz' | 'signature'> & {
      readonly mrz: MrzDescription | null;
      readonly features: readonly { tag: number; name: string | null; raw: string; text: string | null }[];
      readonly signature: Pick<Vds['signature'], 'raw' | 'outcome'>;
    })
  | ({ readonly kind: 'mrz-copy' } & MrzDescription)
  | NotDocument;

export function describeBarcode(result: BarcodeResult): BarcodeDescription {
  switch (result.kind) {
    case 'aamva': {
      const { elements, positions: _positions, ...rest } = result;
      return { ...rest, elements: Object.fromEntries(elements.map(({ id, raw }) => [id, raw])) };
    }
    case 'vds': {
      const { features, mrz, signature, ...rest } = result;
      return {
        ...rest,
        mrz: mrz && describeMrz(mrz),
        features: features.map(({ tag, name, raw, text }) => ({ tag, name, raw, text })),
        signature: { raw: signature.raw, outcome: signature.outcome },
      };
    }
    case 'mrz-copy':
      return { kind: 'mrz-copy', ...describeMrz(result.mrz) };
    case 'not-document':
      return result;
  }
}
