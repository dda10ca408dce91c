import { UsageError } from '../errors.ts';

export interface GivenTicket {
  /** Decimal digits. */
  text: string;
  /** Where it leads, when the whole link was given. */
  address: string | null;
}

/** A ticket from the command line: its digits, or what the QR code says. @throws UsageError */
export function givenTicket(positionals: readonly string[]): GivenTicket {
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0)
    throw new UsageError('cli/bad-arguments', 'which ticket? Its digits, or what the QR code says');
  if (/^\d+$/.test(given)) return { text: given, address: null };
  const uri = URL.canParse(given) ? new URL(given) : null;
  const address = uri?.searchParams.get('credential_offer_uri') ?? given;
  const text = /^https?:\/\/.*\/t\/(\d+)$/.exec(address)?.[1];
  if (text === undefined)
    throw new UsageError('cli/bad-arguments', 'this is neither a ticket nor leads to one');
  return { text, address };
}
