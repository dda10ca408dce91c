import type { DocumentType, ReaderKind, StepOf } from '../../electron/contract/index.ts';

/** A booklet is opened at its photo page; a card is turned over; on the back of many licences is a barcode, not lines. */
export type DocumentShape = 'booklet' | 'card' | 'licence';

export function shapeOf(type: DocumentType): DocumentShape {
  if (type === 'passport') return 'booklet';
  return type === 'driving-licence' ? 'licence' : 'card';
}

/** What one sees on a side of a document. */
export type Face = 'photo-page' | 'photo' | 'lines' | 'barcode';

/** The side this reader is shown first: what starts it where it starts by itself, the photo where the visitor does. */
export function firstFace(reader: ReaderKind, type: DocumentType): Face {
  if (reader === 'barcode') return 'barcode';
  const shape = shapeOf(type);
  if (shape === 'booklet') return 'photo-page';
  if (reader === 'swipe' || (reader === 'full-page' && shape === 'card')) return 'lines';
  return 'photo';
}

/** The side with the data that a machine reads. */
export function dataFace(type: DocumentType): Face {
  const shape = shapeOf(type);
  return shape === 'booklet' ? 'photo-page' : shape === 'licence' ? 'barcode' : 'lines';
}

/** The side a visitor is asked to turn to. */
export function wantedFace({ wants, documentType }: StepOf<'document-reading'>): Face {
  return wants === 'portrait' ? 'photo' : dataFace(documentType);
}

/** Whether this reader waits for the visitor's word to begin. */
export function startsByTouch(reader: ReaderKind, type: DocumentType): boolean {
  return reader === 'scanner' || (reader === 'full-page' && shapeOf(type) === 'licence');
}
