import { CodedError } from '../../../contract/errors.ts';

/**
 * What is wrong with a picture's file: neither JPEG nor PNG, damaged or cut short, of a kind that is not decoded, or more
 * pixels than are; a box that does not lie in it; or the barcode decoder that does not start.
 */
export class PageError extends CodedError<
  'page/format' | 'page/damaged' | 'page/unsupported' | 'page/too-large' | 'page/box' | 'page/decoder'
> {}
