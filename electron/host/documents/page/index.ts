export { cutPicture, turnPicture } from './cut-picture.ts';
export { PageError } from './errors.ts';
export { readPage } from './read-page.ts';
export { type DecodedBarcode, decodeBarcodes, type Symbology } from './symbols/decode.ts';
export type { Box, PageProblem, PageReading } from './types.ts';
