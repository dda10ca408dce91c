import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  IssuerError,
  type IssuerErrorCode,
  type IssuerKeys,
  type SuppliedKey,
  suppliedKeys,
} from '../../issuer/index.ts';
import { CredentialError } from './credentials/index.ts';
import type { KeyFiles, StationSigning } from './station/index.ts';

type Fault = ConstructorParameters<typeof CredentialError>[0];

/** What is wrong with the key, in words for whoever wrote the station file. */
const faults: Partial<Record<IssuerErrorCode, { code: Fault; text: string }>> = {
  'issuer/key-unreadable': {
    code: 'credentials/signing-unreadable',
    text: 'a file of "issuer.signing" does not hold what it should: a private key and certificates in PEM, or both in PKCS#12',
  },
  'issuer/key-passphrase': {
    code: 'credentials/signing-passphrase',
    text: 'the key of "issuer.signing" does not open with the passphrase in "passphraseFile"',
  },
  'issuer/key-mismatch': {
    code: 'credentials/signing-mismatch',
    text: 'key and certificate of "issuer.signing" do not belong together; the leaf certificate has to stand first',
  },
  'issuer/key-name': {
    code: 'credentials/signing-name',
    text: 'the certificate of "issuer.signing" is for another issuer: it needs these names as URIs in its subject alternative name:',
  },
};
const unfit = {
  code: 'credentials/signing-unfit' as const,
  text: 'key or certificates of "issuer.signing" cannot sign credentials:',
};

function inWords(error: unknown, issuerUrls: readonly string[]): unknown {
  if (!(error instanceof IssuerError)) return error;
  const { code, text } = faults[error.code] ?? unfit;
  const more =
    code === 'credentials/signing-name'
      ? ` ${issuerUrls.join(', ')}`
      : code === unfit.code
        ? ` ${error.message}`
        : '';
  return new CredentialError(code, text + more, { cause: error });
}

/** Reads the files; the passphrase is the first line of its own. */
async function read(files: KeyFiles, bytesOf: (file: string) => Promise<Buffer>): Promise<SuppliedKey> {
  const { certificateFile, keyFile, pkcs12File, passphraseFile } = files;
  const passphrase =
    passphraseFile === undefined
      ? undefined
      : (await bytesOf(passphraseFile)).toString('utf8').split(/\r?\n/, 1)[0]!;
  if (pkcs12File !== undefined) return { pkcs12: await bytesOf(pkcs12File), passphrase: passphrase ?? '' };
  return {
    privateKeyPem: (await bytesOf(keyFile ?? '')).toString('utf8'),
    chainPem: (await bytesOf(certificateFile ?? '')).toString('utf8'),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

/**
 * The organisation's own signing keys, out of the files the station file names.
 * @param folder where the station file is
 * @param issuerUrls the identifiers the leaf has to name
 * @throws CredentialError `credentials/signing-unreadable`, `signing-passphrase`, `signing-mismatch`, `signing-name`,
 * `signing-unfit`, with a message that says what to do, and never what a file holds
 */
export async function signingKeys(
  signing: StationSigning,
  folder: string,
  issuerUrls: readonly string[],
): Promise<IssuerKeys> {
  const bytesOf = async (file: string) => {
    try {
      return await readFile(resolve(folder, file));
    } catch (cause) {
      throw new CredentialError(
        'credentials/signing-unreadable',
        `"issuer.signing" names a file that cannot be read: ${file}`,
        { cause },
      );
    }
  };
  try {
    const before = await Promise.all(signing.previousFiles.map(bytesOf));
    return await suppliedKeys({
      ...(await read(signing, bytesOf)),
      issuerUrls,
      previousChainsPem: before.map((bytes) => bytes.toString('utf8')),
      ...(signing.mdoc === undefined ? {} : { mdoc: await read(signing.mdoc, bytesOf) }),
    });
  } catch (error) {
    throw inWords(error, issuerUrls);
  }
}
