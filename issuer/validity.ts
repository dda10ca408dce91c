const HOUR = 3600;
/** Seconds. Wallets on phones whose clocks are slow by less than this accept what is signed now. */
export const BACKDATE = 600;

/**
 * When a credential is valid, in seconds. The start is 10 minutes in the past, because wallets refuse a credential
 * when the phone's clock is a second slow, and rounded down to the hour, so that it does not link presentations. The end is
 * the signing certificate's when that comes first.
 * @param notAfterMs end of the certificate, milliseconds since the epoch
 */
export function validity(
  nowMs: number,
  days: number,
  notAfterMs = Number.POSITIVE_INFINITY,
): { nbf: number; exp: number } {
  const nbf = Math.floor((nowMs / 1000 - BACKDATE) / HOUR) * HOUR;
  return { nbf, exp: Math.min(nbf + days * 86_400, Math.floor(notAfterMs / 1000)) };
}
