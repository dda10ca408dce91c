import { CompactEncrypt, compactDecrypt } from 'jose';
import { type SqlDriver, type Steps, sole, sql } from '../store/sql.ts';
import { HubError } from './errors.ts';

/**
 * The hub's own secrets, in the database that all its processes share, under a key that is not in it (compact JWE, `dir`,
 * A256GCM).
 */
export class SealedSecrets {
  readonly #driver: SqlDriver;
  readonly #key: Uint8Array;

  /** @param key 32 bytes, the same for every process */
  constructor(driver: SqlDriver, key: Uint8Array) {
    this.#driver = driver;
    this.#key = key;
  }

  /** @throws HubError `hub/wrong-key` */
  async load(name: string): Promise<unknown> {
    const sealed = await this.#driver.run(function* (): Steps<string | null> {
      const { rows } = yield sole`SELECT sealed FROM hub_secrets WHERE name = ${name}`;
      return (rows[0]?.sealed as string | undefined) ?? null;
    });
    if (sealed === null) return null;
    try {
      const { plaintext } = await compactDecrypt(sealed, this.#key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return JSON.parse(Buffer.from(plaintext).toString('utf8'));
    } catch (cause) {
      throw new HubError('hub/wrong-key', 'the database was sealed with another hub key', { cause });
    }
  }

  async save(name: string, value: unknown): Promise<void> {
    const sealed = await this.#seal(value);
    await this.#driver.run(function* (): Steps<void> {
      yield sole`INSERT INTO hub_secrets (name, sealed) VALUES (${name}, ${sealed})
        ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed`;
    });
  }

  /** What is there, or else what `make` makes; of processes that start together all get the same. */
  async loadOrMake<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = await this.load(name);
    if (known !== null) return known as T;
    const sealed = await this.#seal(await make());
    await this.#driver.run(function* (): Steps<void> {
      yield sql`INSERT INTO hub_secrets (name, sealed) VALUES (${name}, ${sealed})
        ON CONFLICT (name) DO NOTHING`;
    });
    return (await this.load(name)) as T;
  }

  #seal(value: unknown): Promise<string> {
    return new CompactEncrypt(Buffer.from(JSON.stringify(value)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(this.#key);
  }
}
