import type { Vault } from '../vault/index.ts';

const NAME = 'station/calling-back';

/** An offer that is being called back. Names nobody. */
export interface KeptCallBack {
  offerId: string;
  taken: boolean;
  /** When a try failed first, in milliseconds since the epoch; null while none has. */
  failedAt: number | null;
}

/** Where it is noted what is being called back: the visit may be over, and wiped, before that comes to an end. */
export interface CallingBackMemory {
  /** Nothing when it cannot be understood. @throws VaultError */
  load(): Promise<readonly KeptCallBack[]>;
  /** @throws VaultError */
  save(all: readonly KeptCallBack[]): Promise<void>;
}

export const callingBackMemory = (vault: Pick<Vault, 'getSecret' | 'setSecret'>): CallingBackMemory => ({
  async load() {
    const bytes = await vault.getSecret(NAME);
    return bytes === undefined ? [] : read(new TextDecoder().decode(bytes));
  },
  save: (all) => vault.setSecret(NAME, new TextEncoder().encode(JSON.stringify(all))),
});

function read(text: string): KeptCallBack[] {
  try {
    const all: unknown = JSON.parse(text);
    return Array.isArray(all) ? all.filter(isKept) : [];
  } catch {
    return [];
  }
}

function isKept(value: unknown): value is KeptCallBack {
  const { offerId, taken, failedAt } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof offerId === 'string' &&
    typeof taken === 'boolean' &&
    (failedAt === null || typeof failedAt === 'number')
  );
}
