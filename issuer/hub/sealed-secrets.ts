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
    const sealed = await this.#sealed(name);
    return sealed === null ? null : this.#open(sealed);
  }

  #sealed(name: string): Promise<string | null> {
    return this.#driver.run(function* (): Steps<string | null> {
      const { rows } = yield sole`SELECT sealed FROM hub_secrets WHERE name = ${name}`;
      return (rows[0]?.sealed as string | undefined) ?? null;
    });
  }

  async #open(sealed: string): Promise<unknown> {
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

  /**
   * Puts a value in the place of the one `load` gave, or of none; false when another process was first, and then nothing has
   * changed.
   */
  async replace(name: string, before: unknown, value: unknown): Promise<boolean> {
    const found = await this.#sealed(name);
    const opened = found === null ? null : await this.#open(found);
    if (JSON.stringify(opened) !== JSON.stringify(before)) return false;
    const sealed = await this.#seal(value);
    return this.#driver.run(function* (): Steps<boolean> {
      const { changes } =
        found === null
          ? yield sole`INSERT INTO hub_secrets (name, sealed) VALUES (${name}, ${sealed})
              ON CONFLICT (name) DO NOTHING`
          : yield sole`UPDATE hub_secrets SET sealed = ${sealed} WHERE name = ${name} AND sealed = ${found}`;
      return changes === 1;
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
