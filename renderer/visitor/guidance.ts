import type { StepOf } from '../../electron/contract/index.ts';
import type { Messages } from '../i18n/index.ts';
import { shapeOf, startsByTouch } from './documents.ts';

export type Tip = 'cover' | 'clean' | 'still' | 'smooth' | 'turn' | 'barcode' | 'distance' | 'apart';

export interface GuidanceWords {
  how: string;
  tips: { tip: Tip; text: string }[];
}

/** How this document meets this reader: a card is not opened, a swipe is not held still, a back comes after a front. */
export function guidanceWords(
  { reader, documentType }: Pick<StepOf<'document-guidance'>, 'reader' | 'documentType'>,
  { guidance: m }: Messages,
): GuidanceWords {
  const shape = shapeOf(documentType);
  const booklet = shape === 'booklet';
  const tips: Record<Tip, string> = {
    cover: m.tipCover,
    clean: m.tipClean,
    still: m.tipStill,
    smooth: m.tipSmooth,
    turn: m.tipThenPhoto,
    barcode: m.tipBarcode,
    distance: m.tipDistance,
    apart: m.tipApart,
  };
  const words = (how: string, ...shown: Tip[]): GuidanceWords => ({
    how,
    tips: shown.map((tip) => ({ tip, text: tips[tip] })),
  });
  switch (reader) {
    case 'full-page':
    case 'scanner':
      if (booklet) return words(reader === 'scanner' ? m.scanner : m.fullPage, 'cover', 'clean', 'still');
      if (!startsByTouch(reader, documentType)) return words(m.fullPageCard, 'cover', 'still', 'turn');
      tips.turn = shape === 'licence' ? m.tipThenBarcode : m.tipThenLines;
      return words(m.scannerCard, 'cover', 'still', 'turn');
    case 'swipe':
      return booklet ? words(m.swipe, 'cover', 'clean', 'smooth') : words(m.swipeCard, 'cover', 'smooth');
    case 'barcode':
      return words(m.barcode, 'cover', 'barcode', 'distance');
    case 'chip':
      return words(booklet ? m.chip : m.chipCard, 'cover', 'apart', 'still');
    case 'none':
      return words(m.none);
  }
}
