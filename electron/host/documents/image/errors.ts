import { CodedError } from '../../../contract/errors.ts';

/** A picture file that cannot be read, or a net whose file is not the one its manifest names. */
export class ImageError extends CodedError<
  | 'document-image/format'
  | 'document-image/damaged'
  | 'document-image/too-large'
  | 'document-image/net-missing'
  | 'document-image/net-changed'
> {}
