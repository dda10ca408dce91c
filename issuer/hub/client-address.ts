import { isIP } from 'node:net';

/** Of an address as proxies write it: with a port, with brackets, or as IPv4 in IPv6; null when it is none. */
function addressOf(text: string): string | null {
  const trimmed = text.trim().replace(/^"(.*)"$/, '$1');
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed;
  const plain = /^::ffff:([\d.]+)$/i.exec(bare)?.[1] ?? bare;
  return isIP(plain) === 0 ? null : plain.toLowerCase();
}

/**
 * Who asks, as far as the proxies in front can be believed: each of them adds the address it was asked from at the right
 * of X-Forwarded-For, so what stands further left than there are proxies was written by the client itself.
 * @param trusted how many proxies in front are the organisation's own; 0 believes no header
 * @param forwarded the values of X-Forwarded-For, in the order of their headers
 * @returns an IP address; null when even the connection has none
 */
export function clientAddress(
  peer: string | undefined,
  forwarded: string | readonly string[] | undefined,
  trusted: number,
): string | null {
  const connection = addressOf(peer ?? '');
  if (trusted === 0 || forwarded === undefined) return connection;
  const told = [forwarded].flat().join(',').split(',');
  let client = connection;
  for (const text of told.slice(-trusted).toReversed()) {
    const address = addressOf(text);
    // A proxy that writes no address hides who is behind it.
    if (address === null) return client;
    client = address;
  }
  return client;
}

/** Those who share an allowance: an IPv4 address, or the /64 of an IPv6 one, which is one customer's. */
export function allowanceOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

/** Whether somebody on this machine asks: a proxy, as far as anybody knows. */
export const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');
