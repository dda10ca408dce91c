/**
 * Why a presentation is not believed:
 *
 * - `presentation/malformed`: not a response of OpenID4VP, or not an SD-JWT with key binding.
 * - `presentation/undecipherable`: it was not encrypted for this request.
 * - `presentation/other-issuer`: the credential is of another issuer or another kind.
 * - `presentation/bad-signature`: the issuer's, or the holder's, signature is wrong.
 * - `presentation/not-in-time`: the credential, or the holder's proof, is not valid now.
 * - `presentation/bad-disclosures`: what is disclosed does not belong to the credential.
 * - `presentation/other-request`: the holder's proof is for another verifier or another request.
 */
export type PresentationErrorCode =
  | 'presentation/malformed'
  | 'presentation/undecipherable'
  | 'presentation/other-issuer'
  | 'presentation/bad-signature'
  | 'presentation/not-in-time'
  | 'presentation/bad-disclosures'
  | 'presentation/other-request';

export class PresentationError extends Error {
  readonly code: PresentationErrorCode;

  constructor(code: PresentationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PresentationError';
    this.code = code;
  }
}
