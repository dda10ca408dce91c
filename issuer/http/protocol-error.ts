/** RFC 6749 §5.2: what `error_description` may not hold. */
const NOT_ALLOWED = /[^\x20-\x21\x23-\x5b\x5d-\x7e]/g;

/**
 * An error the wallet is told, in the form of RFC 6749 §5.2 and OpenID4VCI 1.0 §8.3.1. The description is for
 * developers of wallets: ASCII without quotes whatever is given, and no personal data.
 */
export class ProtocolError extends Error {
  readonly status: number;
  readonly error: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, error: string, description: string, headers: Record<string, string> = {}) {
    super(description.replaceAll(NOT_ALLOWED, ' '));
    this.name = 'ProtocolError';
    this.status = status;
    this.error = error;
    this.headers = headers;
  }
}
