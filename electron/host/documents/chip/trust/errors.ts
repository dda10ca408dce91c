import { CodedError } from '../../../../contract/errors.ts';

/**
 * What importing and keeping trust lists can fail with.
 *
 * - `trust/not-a-list`: the file is no master list, LDIF of such, or certificate.
 * - `trust/too-large`: a file beyond what any publisher offers.
 * - `trust/not-a-root`: what was given as root is no certificate.
 * - `trust/wrong-signature`: the list was changed, or not signed by the certificate it names.
 * - `trust/not-a-list-signer`: the signer's certificate is not one for signing master lists, or was not valid then.
 * - `trust/unknown-root`: the signer does not lead to any of the pinned roots.
 * - `trust/from-the-future`: the list is dated later than this machine's clock.
 * - `trust/older`: a newer list of the same origin is already there.
 * - `trust/store-damaged`: the kept file is not what was written.
 * - `trust/not-kept`: the disk refuses to give or to take the kept file.
 */
export class TrustError extends CodedError<
  | 'trust/not-a-list'
  | 'trust/too-large'
  | 'trust/not-a-root'
  | 'trust/wrong-signature'
  | 'trust/not-a-list-signer'
  | 'trust/unknown-root'
  | 'trust/from-the-future'
  | 'trust/older'
  | 'trust/store-damaged'
  | 'trust/not-kept'
> {}
