/**
 * An error the wallet is told, in the form of RFC 6749 §5.2 and OpenID4VCI 1.0 §8.3.1. The description is for
 * developers of wallets: ASCII only (RFC 6749 §5.2), no personal data.
 */
export class ProtocolError extends Error {
  readonly status: number;
  readonly error: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, error: string, description: string, headers: Record<string, string> = {}) {
    super(description);
    this.name = 'ProtocolError';
    this.status = status;
    this.error = error;
    this.headers = headers;
  }
}
