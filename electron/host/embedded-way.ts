import { CredentialError, type EmbeddedIssuerOptions, startEmbeddedIssuer } from './credentials/index.ts';
import type { Vault } from './vault/index.ts';

const portSecret = 'station/issuer-port';
const keysSecret = 'issuer/keys';

/**
 * Starts the issuer in this process, in the kiosk's own database. Where any port will do it takes the one it had before,
 * because an offer that is on the screen when the power fails names it.
 * @throws IssuerError, CredentialError, VaultError
 */
export async function startEmbeddedWay(
  vault: Vault,
  wanted: Omit<EmbeddedIssuerOptions, 'database' | 'keyStore'> & { port: number },
) {
  const options = { ...wanted, database: vault.database, keyStore: vaultKeyStore(vault) };
  if (options.port !== 0 || options.publicBaseUrl !== undefined) return startEmbeddedIssuer(options);
  const noted = await vault.getSecret(portSecret);
  const before = noted ? Number(new TextDecoder().decode(noted)) : 0;
  const issuer = await startEmbeddedIssuer({ ...options, port: before }).catch((error: unknown) => {
    const taken = error instanceof CredentialError && error.code === 'credentials/listen-failed';
    if (before === 0 || !taken) throw error;
    return startEmbeddedIssuer(options);
  });
  const { port } = new URL(issuer.issuerUrl);
  // A vault that cannot write has worse to tell than this, and tells it.
  if (Number(port) !== before)
    await vault.setSecret(portSecret, new TextEncoder().encode(port)).catch(() => {});
  return issuer;
}

/** The issuer's keys rest in the vault, under the vault's key. */
export function vaultKeyStore(vault: Pick<Vault, 'getSecret' | 'setSecret'>) {
  return {
    async load(): Promise<unknown> {
      const bytes = await vault.getSecret(keysSecret);
      return bytes ? JSON.parse(new TextDecoder().decode(bytes)) : null;
    },
    /** No other process has this vault open, so nobody is first. */
    async replace(_before: unknown, keys: unknown): Promise<boolean> {
      await vault.setSecret(keysSecret, new TextEncoder().encode(JSON.stringify(keys)));
      return true;
    },
  };
}
