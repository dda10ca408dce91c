import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { loadLogo } from '../../issuer/index.ts';
import { CredentialError, type EmbeddedIssuerOptions } from './credentials/index.ts';
import { signingKeys } from './signing-files.ts';
import type { StationResources } from './station/index.ts';

type Wanted = Pick<
  StationResources['station']['issuer'],
  | 'tls'
  | 'trustedRootsFile'
  | 'attesterFiles'
  | 'forms'
  | 'baseUrl'
  | 'host'
  | 'port'
  | 'signing'
  | 'logoFiles'
>;

/**
 * What the station file says of the issuer in this process, with what its files hold.
 * @param places where the station file is, and the program's resources
 * @throws CredentialError `credentials/tls-files` when a file cannot be read, or is no certificate and its key;
 * `credentials/logo-files`
 */
export async function embeddedOptions(
  wanted: Wanted,
  places: { folder: string; resources: string },
): Promise<
  Pick<
    EmbeddedIssuerOptions,
    | 'tls'
    | 'trustedRoots'
    | 'attestersPem'
    | 'formats'
    | 'publicBaseUrl'
    | 'host'
    | 'keys'
    | 'noticeDays'
    | 'logo'
  > & {
    port: number;
  }
> {
  const { folder } = places;
  const { signing } = wanted;
  const logo = await logoOf(wanted.logoFiles, places);
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
      logo,
      ...(signing
        ? {
            keys: (issuerUrls) => signingKeys(signing, folder, issuerUrls),
            noticeDays: signing.noticeDays,
          }
        : {}),
    };
  } catch (cause) {
    throw new CredentialError('credentials/tls-files', 'a file that the station file names cannot be used', {
      cause,
    });
  }
}

/** The organisation's logo, or the one that is shipped. */
async function logoOf(
  files: Wanted['logoFiles'],
  { folder, resources }: { folder: string; resources: string },
) {
  const shipped = ['logo.png', 'logo.svg'].map((name) => join(resources, 'credentials', name));
  const [first, ...more] = files?.map((file) => resolve(folder, file)) ?? shipped;
  try {
    return await loadLogo([first!, ...more]);
  } catch (cause) {
    throw new CredentialError(
      'credentials/logo-files',
      '"issuer.logoFiles" has to name PNG, JPEG or SVG files of at most 512 kB, one of each kind',
      { cause },
    );
  }
}
