import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { rootCertificates, type TLSSocket } from 'node:tls';
import { type AddressFault, CredentialError } from './errors.ts';

const PATIENCE_MS = 5_000;
const MOST_BYTES = 1_000_000;

const faults: Readonly<Record<string, AddressFault>> = {
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-name',
};

const fault = (code: AddressFault, cause?: unknown): CredentialError =>
  new CredentialError(`credentials/${code}`, 'phones would not take an offer from this address', { cause });

export interface OwnAddress {
  /** The credential issuer identifier: https, by the name phones know. */
  issuerUrl: string;
  /** PEM of roots that phones here trust besides the public ones. */
  trustedRoots?: string;
}

/**
 * Looks at this kiosk as a phone does: reaches it by its public name, verifies certificate and name by the public roots, and
 * finds its own issuer metadata there (OpenID4VCI 1.0 §12.2.2).
 *
 * @returns when the certificate ends, Unix milliseconds
 * @throws CredentialError `credentials/tls-untrusted`, `tls-expired`, `tls-name`, `address-unreachable`, `address-not-ours`
 */
export async function lookAsPhone({ issuerUrl, trustedRoots }: OwnAddress): Promise<number> {
  const { origin, pathname } = new URL(issuerUrl);
  const url = new URL(`/.well-known/openid-credential-issuer${pathname}`, origin);
  const ca = trustedRoots === undefined ? undefined : [...rootCertificates, trustedRoots];
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      // Judged below, so that each fault has its own name.
      { rejectUnauthorized: false, agent: false, timeout: PATIENCE_MS, ...(ca ? { ca } : {}) },
      (answer) => {
        const socket = answer.socket as TLSSocket;
        if (!socket.authorized) {
          answer.destroy();
          return reject(fault(faults[String(socket.authorizationError)] ?? 'tls-untrusted'));
        }
        const der = socket.getPeerCertificate().raw;
        const ends = new X509Certificate(der).validToDate.getTime();
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => {
          text += part;
          if (text.length > MOST_BYTES) answer.destroy(new Error('more than metadata'));
        });
        answer.on('end', () =>
          isOurs(answer.statusCode, text, issuerUrl) ? resolve(ends) : reject(fault('address-not-ours')),
        );
        answer.on('error', (cause) => reject(fault('address-unreachable', cause)));
      },
    );
    call.on('timeout', () => call.destroy(new Error('no answer in time')));
    call.on('error', (cause) => reject(fault('address-unreachable', cause)));
    call.end();
  });
}

function isOurs(status: number | undefined, text: string, issuerUrl: string): boolean {
  if (status !== 200) return false;
  try {
    return (JSON.parse(text) as { credential_issuer?: unknown }).credential_issuer === issuerUrl;
  } catch {
    return false;
  }
}
