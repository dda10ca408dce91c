import type { MembershipStore } from '../membership.ts';

/** Keeps a membership as a vault would, in memory. */
export function memoryMembership(): MembershipStore {
  let kept: unknown = null;
  return {
    load: async () => structuredClone(kept),
    save: async (value) => {
      kept = structuredClone(value);
    },
  };
}
