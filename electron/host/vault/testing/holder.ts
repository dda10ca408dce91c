/** Child process of the lock tests: opens the vault, says what came of it, and holds it until its stdin ends. */
import { VaultError } from '../errors.ts';
import { openVaultOrQuarantine } from '../quarantine.ts';

const [directory = '', hexKey = ''] = process.argv.slice(2);
try {
  const key = new Uint8Array(Buffer.from(hexKey, 'hex'));
  openVaultOrQuarantine({ directory, key, clock: Date });
  console.log('open');
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
} catch (error) {
  console.log(error instanceof VaultError ? error.code : String(error));
}
