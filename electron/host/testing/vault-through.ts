import type { Vault } from '../vault/index.ts';

/**
 * Leads every call of a vault through a test, which may hold it up or refuse it.
 * @param through is given the method's name, and what makes the call
 */
export const vaultThrough =
  (through: (name: string, call: () => unknown) => unknown) =>
  (vault: Vault): Vault =>
    new Proxy(vault, {
      get(real, name) {
        const value = Reflect.get(real, name, real);
        if (typeof value !== 'function') return value;
        return (...body: unknown[]) => through(String(name), () => value.apply(real, body));
      },
    });
