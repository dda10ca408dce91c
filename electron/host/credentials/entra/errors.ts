import { CodedError } from '../../../contract/index.ts';

/** Everything that can go wrong between this kiosk and Microsoft Entra; `operatorTexts` says what to do about each. */
export type EntraErrorCode =
  // "Error codes and messages" of the Request Service API error codes.
  | 'entra/bad-request'
  | 'entra/unauthorized'
  | 'entra/forbidden'
  | 'entra/not-found'
  | 'entra/method-not-allowed'
  | 'entra/not-acceptable'
  | 'entra/request-timeout'
  | 'entra/conflict'
  | 'entra/gone'
  | 'entra/content-length-required'
  | 'entra/precondition-failed'
  | 'entra/payload-too-large'
  | 'entra/uri-too-long'
  | 'entra/unsupported-media-type'
  | 'entra/range-not-satisfiable'
  | 'entra/expectation-failed'
  | 'entra/misdirected-request'
  | 'entra/unprocessable-entity'
  | 'entra/locked'
  | 'entra/too-many-requests'
  | 'entra/request-header-fields-too-large'
  | 'entra/internal-server-error'
  | 'entra/not-implemented'
  | 'entra/bad-gateway'
  | 'entra/service-unavailable'
  | 'entra/gateway-timeout'
  | 'entra/insufficient-storage'
  // "Inner error codes" of the same page.
  | 'entra/bad-or-missing-field'
  | 'entra/resource-not-found'
  | 'entra/token-error'
  | 'entra/transient-error'
  // "Callback errors" of the issuance specification, and Face Check's failed callback.
  | 'entra/fetch-contract-error'
  | 'entra/issuance-service-error'
  | 'entra/unspecified-error'
  | 'entra/claim-validation-error'
  | 'entra/presentation-error'
  // The token endpoint.
  | 'entra/secret-wrong'
  | 'entra/secret-expired'
  | 'entra/certificate-refused'
  | 'entra/unknown-application'
  | 'entra/unknown-tenant'
  | 'entra/token-refused'
  // Graph.
  | 'entra/user-not-found'
  | 'entra/graph-forbidden'
  | 'entra/pass-not-allowed'
  | 'entra/graph-failed'
  // Found here.
  | 'entra/credential-unreadable'
  | 'entra/certificate-expired'
  | 'entra/bad-address'
  | 'entra/bad-mapping'
  | 'entra/photo-unfit'
  | 'entra/unreachable'
  | 'entra/timed-out'
  | 'entra/bad-answer'
  | 'entra/relay-unreachable'
  | 'entra/relay-refused'
  | 'entra/unconfirmed'
  | 'entra/issued-twice'
  | 'entra/issued-after-end'
  | 'entra/memory-failed'
  // The help-desk route.
  | 'entra/not-at-this-state'
  | 'entra/request-expired'
  | 'entra/wrong-credential'
  | 'entra/wrong-account'
  | 'entra/same-names'
  | 'entra/account-disabled';

/**
 * A refusal or failure of Entra, the relay or this kiosk's settings for them. The message may name a field of a request
 * or a file, never a value.
 */
export class EntraError extends CodedError<EntraErrorCode> {
  /** Milliseconds the service asked to wait; null when it did not say. */
  readonly retryAfter: number | null;

  constructor(
    code: EntraErrorCode,
    message: string,
    options?: { cause?: unknown; retryAfter?: number | null },
  ) {
    super(code, message, options);
    this.retryAfter = options?.retryAfter ?? null;
  }
}
