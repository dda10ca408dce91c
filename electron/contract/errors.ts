/**
 * The base of every typed error in Proofdesk. `code` is stable (operators and integrators may match on it),
 * `cause` keeps what went wrong below, and neither `message` nor `code` ever holds personal data.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}
