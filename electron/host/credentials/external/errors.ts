import type { Notice } from '../../../contract/index.ts';
import { CodedError } from '../../../contract/index.ts';

export type ExternalErrorCode =
  | 'external/bad-address'
  | 'external/unreachable'
  | 'external/timed-out'
  | 'external/bad-answer'
  | 'external/token-refused'
  | 'external/refused'
  | 'external/busy'
  | 'external/unknown-offer'
  | 'external/offer-not-an-offer'
  | 'external/offer-not-https'
  | 'external/offer-foreign-issuer'
  | 'external/offer-wrong-configuration'
  | 'external/offer-wrong-grant'
  | 'external/offer-code-missing'
  | 'external/offer-code-unwanted'
  | 'external/offer-expiry'
  | 'external/wrong-subject';

/** A failure of, or an answer that is not believed from, an issuer elsewhere. The message never holds a value. */
export class ExternalError extends CodedError<ExternalErrorCode> {
  readonly retryAfter: number | null;

  constructor(
    code: ExternalErrorCode,
    message: string,
    options?: { cause?: unknown; retryAfter?: number | null },
  ) {
    super(code, message, options);
    this.retryAfter = options?.retryAfter ?? null;
  }
}

const error = (text: string) => ({ level: 'error' as const, text });
const warning = (text: string) => ({ level: 'warning' as const, text });

/** What each failure means to an operator, and what to do. */
export const externalTexts: Readonly<Record<ExternalErrorCode, { level: Notice['level']; text: string }>> = {
  'external/bad-address': error(
    'The external issuer’s address is not https. Correct it in the station file.',
  ),
  'external/unreachable': error('The external issuer cannot be reached. Check the network and its address.'),
  'external/timed-out': warning('The external issuer did not answer in time. It was tried again.'),
  'external/bad-answer': error(
    'The external issuer answered in another form than docs/external-issuer.md describes. Compare its version.',
  ),
  'external/token-refused': error(
    'The external issuer’s token endpoint refused this kiosk. Check client id and secret.',
  ),
  'external/refused': error('The external issuer refused the offer. Its own log says why.'),
  'external/busy': warning('The external issuer takes no more requests for the moment. It was tried again.'),
  'external/unknown-offer': warning('The external issuer does not know an offer it made. Offer a new code.'),
  'external/offer-not-an-offer': error('The external issuer sent an offer that wallets could not read.'),
  'external/offer-not-https': error(
    'The external issuer’s offer names an address that is not https. It was not shown.',
  ),
  'external/offer-foreign-issuer': error(
    'The offer names another issuer than the station file allows. It was not shown; find out why.',
  ),
  'external/offer-wrong-configuration': error(
    'The offer is for another credential than the station file names. It was not shown.',
  ),
  'external/offer-wrong-grant': error(
    'The offer would send the visitor to sign in elsewhere. It was not shown.',
  ),
  'external/offer-code-missing': error(
    'The offer does not ask for the code this station demands, so that anybody who sees it could take it. It was not shown.',
  ),
  'external/offer-code-unwanted': error('The offer asks for a code that nobody has. It was not shown.'),
  'external/offer-expiry': error(
    'The offer ends in the past, or later than this station allows. It was not shown.',
  ),
  'external/wrong-subject': error(
    'The external issuer told the outcome of another visit. It was not believed.',
  ),
};
