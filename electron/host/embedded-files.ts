import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { CredentialError, type EmbeddedIssuerOptions } from './credentials/index.ts';
import type { StationResources } from './station/index.ts';

type Wanted = Pick<
  StationResources['station']['issuer'],
  'tls' | 'trustedRootsFile' | 'attesterFiles' | 'forms' | 'baseUrl' | 'host' | 'port'
>;

/**
 * What the station file says of the issuer in this process, with what its files hold.
 * @param folder where the station file is
 * @throws CredentialError `credentials/tls-files` when a file cannot be read, or is no certificate and its key
 */
export async function embeddedOptions(
  wanted: Wanted,
  folder: string,
): Promise<
  Pick<
    EmbeddedIssuerOptions,
    'tls' | 'trustedRoots' | 'attestersPem' | 'formats' | 'publicBaseUrl' | 'host'
  > & {
    port: number;
  }
> {
  const read = (file: string) => readFile(resolve(folder, file), 'utf8');
  const { tls, trustedRootsFile, attesterFiles, forms, baseUrl, host, port } = wanted;
  try {
    const pair = tls && { cert: await read(tls.certificateFile), key: await read(tls.keyFile) };
    if (pair) createSecureContext(pair);
    const trustedRoots = trustedRootsFile && (await read(trustedRootsFile));
    return {
      host,
      port,
      formats: forms,
      attestersPem: await Promise.all(attesterFiles.map(read)),
      ...(pair ? { tls: pair } : {}),
      ...(trustedRoots ? { trustedRoots } : {}),
      ...(baseUrl ? { publicBaseUrl: baseUrl } : {}),
    };
  } catch (cause) {
    throw new CredentialError('credentials/tls-files', 'a file that the station file names cannot be used', {
      cause,
    });
  }
}
