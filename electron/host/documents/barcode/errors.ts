import { CodedError } from '../../../contract/errors.ts';

/** Only decoding pictures throws; reading what a symbol says never does. */
export class BarcodeError extends CodedError<'barcode/image' | 'barcode/decoder'> {}
