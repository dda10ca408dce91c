export type IssuerErrorCode =
  | 'issuer/bad-url'
  | 'issuer/bad-profile'
  | 'issuer/bad-logo'
  | 'issuer/bad-claims'
  | 'issuer/bad-key'
  | 'issuer/key-unreadable'
  | 'issuer/key-passphrase'
  | 'issuer/key-mismatch'
  | 'issuer/key-name'
  | 'issuer/key-expired'
  | 'issuer/key-store'
  | 'issuer/unknown-configuration'
  | 'issuer/bad-offer'
  | 'issuer/bad-attesters'
  | 'issuer/unknown-offer'
  | 'issuer/no-status'
  | 'issuer/sealed-claims';

/**
 * What the issuer throws at those who run it (never at wallets, which get protocol errors). `code` is stable;
 * `message` and `code` never hold personal data, codes or tokens.
 */
export class IssuerError extends Error {
  readonly code: IssuerErrorCode;

  constructor(code: IssuerErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'IssuerError';
    this.code = code;
  }
}
