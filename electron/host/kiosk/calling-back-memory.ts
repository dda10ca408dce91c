import { z } from 'zod';
import type { Vault } from '../vault/index.ts';

const NAME = 'station/calling-back';

const kept = z.array(
  z.object({
    offerId: z.string(),
    taken: z.boolean(),
    /** When a try failed first, in milliseconds since the epoch; null while none has. */
    failedAt: z.number().nullable(),
  }),
);
/** An offer that is being called back. Names nobody. */
export type KeptCallBack = z.infer<typeof kept>[number];

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
    if (bytes === undefined) return [];
    try {
      return kept.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data ?? [];
    } catch {
      return [];
    }
  },
  save: (all) => vault.setSecret(NAME, new TextEncoder().encode(JSON.stringify(all))),
});
