import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { EntraError } from './errors.ts';

/** A text that shows itself to nobody who does not ask: not in logs, dumps or JSON. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** How the application proves itself to the token endpoint. */
export type ClientCredential =
  | { kind: 'secret'; secret: Secret }
  | {
      kind: 'certificate';
      key: KeyObject;
      /** base64url of SHA-256 over the certificate's DER encoding. */
      thumbprint: string;
    };

export type CredentialFiles =
  | { secretFile: string }
  | { certificateFile: string; keyFile?: string | undefined };

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new EntraError('entra/credential-unreadable', `cannot read ${file}`, { cause });
  }
}

/** One line of a file. @throws EntraError entra/credential-unreadable, naming the file */
export async function readSecret(file: string): Promise<Secret> {
  const text = (await read(file)).trim();
  if (text === '' || /\s/.test(text))
    throw new EntraError('entra/credential-unreadable', `${file} does not hold one word`);
  return new Secret(text);
}

/**
 * @param files the secret's file; or a PEM with the certificate and, unless `keyFile` has it, its RSA key
 * @param now Unix milliseconds, against which the certificate's validity is looked at
 * @throws EntraError entra/credential-unreadable, entra/certificate-expired
 */
export async function readClientCredential(files: CredentialFiles, now: number): Promise<ClientCredential> {
  if ('secretFile' in files) return { kind: 'secret', secret: await readSecret(files.secretFile) };
  const pem = await read(files.certificateFile);
  const keyFile = files.keyFile ?? files.certificateFile;
  const keyPem = files.keyFile === undefined ? pem : await read(files.keyFile);
  let certificate: X509Certificate;
  let key: KeyObject;
  try {
    certificate = new X509Certificate(pem);
    key = createPrivateKey(keyPem);
  } catch {
    // The cause of a PEM that cannot be parsed may quote it.
    throw new EntraError('entra/credential-unreadable', `${keyFile} does not hold a certificate and its key`);
  }
  if (key.asymmetricKeyType !== 'rsa' || !certificate.checkPrivateKey(key))
    throw new EntraError('entra/credential-unreadable', `${keyFile} does not hold the certificate's RSA key`);
  if (now < Date.parse(certificate.validFrom) || now >= Date.parse(certificate.validTo))
    throw new EntraError('entra/certificate-expired', `${files.certificateFile} is not valid today`);
  return {
    kind: 'certificate',
    key,
    thumbprint: createHash('sha256').update(certificate.raw).digest('base64url'),
  };
}
