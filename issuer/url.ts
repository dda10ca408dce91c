import { IssuerError } from './errors.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Checks a credential issuer identifier (OpenID4VCI 1.0 §12.2.1) and returns it unchanged, for wallets compare it
 * as a string.
 * @throws IssuerError issuer/bad-url
 */
export function checkIssuerUrl(issuerUrl: string): string {
  let url: URL;
  try {
    url = new URL(issuerUrl);
  } catch (cause) {
    throw new IssuerError('issuer/bad-url', 'the issuer identifier is not a URL', { cause });
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname)))
    throw new IssuerError('issuer/bad-url', 'the issuer identifier must be https, or http on loopback');
  if (/[?#]/.test(issuerUrl) || issuerUrl.endsWith('/') || url.username !== '' || url.password !== '')
    throw new IssuerError(
      'issuer/bad-url',
      'the issuer identifier has a query, a fragment, credentials or a slash at its end',
    );
  return issuerUrl;
}
