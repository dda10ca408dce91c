import { type Certificate, readCertificate } from '../certificates/index.ts';
import { understood } from '../errors.ts';
import { TrustError } from './errors.ts';

const ARMOUR = /-----BEGIN [A-Z0-9 ]+-----([A-Za-z0-9+/=\s]*)-----END [A-Z0-9 ]+-----/;

/** DER from PEM (RFC 7468); anything else is given back as it is. */
export function fromPem(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x2d) return bytes;
  const body = ARMOUR.exec(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'))?.[1];
  return body === undefined ? bytes : new Uint8Array(Buffer.from(body, 'base64'));
}

/** The certificate in a file, DER or PEM; null when it holds none. */
export function certificateIn(bytes: Uint8Array): Certificate | null {
  return understood(() => readCertificate(fromPem(bytes)));
}

/** Whether a file is a single certificate, DER or PEM: no list, LDIF or anything else. */
export function isCertificate(bytes: Uint8Array): boolean {
  return certificateIn(bytes) !== null;
}

/** A pinned root, DER or PEM. @throws TrustError `trust/not-a-root` */
export function readRoot(bytes: Uint8Array): Certificate {
  const root = certificateIn(bytes);
  if (!root) throw new TrustError('trust/not-a-root', 'the root is no certificate');
  return root;
}
