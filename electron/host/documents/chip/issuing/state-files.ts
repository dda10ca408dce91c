import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Certificate, readCertificate } from '../certificates/index.ts';
import { ChipError } from '../errors.ts';
import { equalBytes } from '../tlv/index.ts';
import type { NameParts } from './certificate.ts';
import { writePublicKeyInfo } from './keys.ts';
import { readPrivateKey } from './private-key.ts';
import type { Authority, Issued } from './state.ts';

/** Where an invented state's certificates (DER) and keys (PKCS #8, PEM) lie in its folder. */
export const STATE_FILES = {
  csca: { certificate: 'csca.der', key: 'csca.key.pem' },
  signer: { certificate: 'document-signer.der', key: 'document-signer.key.pem' },
} as const;

/** An invented state that can issue: its certificate authority and a document signer. */
export interface InventedState {
  readonly authority: Authority;
  readonly signer: Issued;
}

const PEM = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]*)-----END PRIVATE KEY-----/;
const ATTRIBUTES = { country: '2.5.4.6', organisation: '2.5.4.10', commonName: '2.5.4.3' } as const;

function nameOf({ subject }: Certificate): NameParts {
  const text = (wanted: string) => subject.attributes.find(({ oid }) => oid === wanted)?.text ?? '';
  return {
    country: text(ATTRIBUTES.country),
    organisation: text(ATTRIBUTES.organisation),
    commonName: text(ATTRIBUTES.commonName),
  };
}

async function readIssued(folder: string, files: { certificate: string; key: string }): Promise<Issued> {
  const certificate = new Uint8Array(await readFile(join(folder, files.certificate)));
  // Text may stand before a key (RFC 7468 §2); here it says what the key is.
  const armoured = PEM.exec(await readFile(join(folder, files.key), 'latin1'))?.[1];
  if (armoured === undefined) throw new ChipError('chip/malformed', 'no private key in its file');
  const key = readPrivateKey(new Uint8Array(Buffer.from(armoured, 'base64')));
  if (!equalBytes(readCertificate(certificate).publicKeyInfo, writePublicKeyInfo(key))) {
    throw new ChipError('chip/malformed', 'a certificate of another key');
  }
  return { certificate, key };
}

/**
 * Reads the certificates and keys of an invented state, as `STATE_FILES` names them. What they sign is good for trying things
 * out and for nothing else: whoever has the files can sign the same.
 *
 * @throws ChipError `chip/malformed`, `chip/unsupported`; Node's error when a file is not there
 */
export async function readInventedState(folder: string): Promise<InventedState> {
  const [csca, signer] = await Promise.all([
    readIssued(folder, STATE_FILES.csca),
    readIssued(folder, STATE_FILES.signer),
  ]);
  const certificate = readCertificate(csca.certificate);
  const { notBefore, notAfter } = certificate;
  const authority = { ...csca, name: nameOf(certificate), algorithm: undefined };
  return { authority: { ...authority, explicitParameters: false, notBefore, notAfter }, signer };
}
