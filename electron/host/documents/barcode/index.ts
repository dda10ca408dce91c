export { readAamva } from './aamva.ts';
export { type BarcodeDescription, describeBarcode } from './describe.ts';
export { readBarcode } from './read.ts';
export type {
  Aamva,
  AamvaDate,
  AamvaDateName,
  AamvaElement,
  AamvaFieldName,
  AamvaFields,
  AamvaQuirk,
  BarcodePayload,
  BarcodeResult,
  MrzCopy,
  NotAamva,
  NotAamvaReason,
  NotDocument,
  NotVds,
  NotVdsReason,
  PayloadSpan,
  Truncation,
  Vds,
  VdsFeature,
} from './types.ts';
export { readVds } from './vds.ts';
