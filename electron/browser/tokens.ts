import { randomBytes } from 'node:crypto';
import type { WindowRole } from '../contract/index.ts';

/** Unused tokens of one role beyond this many are forgotten, the oldest first. */
const kept = 8;

/** One-time tokens for windows: 32 random bytes each, for one role, dead once used. Kept in memory only. */
export function createTokens() {
  const open = new Map<string, WindowRole>();
  return {
    issue(role: WindowRole): string {
      const token = randomBytes(32).toString('base64url');
      open.set(token, role);
      const older = [...open].filter(([, owner]) => owner === role);
      for (const [forgotten] of older.slice(0, -kept)) open.delete(forgotten);
      return token;
    },
    /** True once for a token that was issued for this role. */
    redeem(token: string, role: WindowRole): boolean {
      if (open.get(token) !== role) return false;
      open.delete(token);
      return true;
    },
    /** Whatever was issued for the role and not used is worth nothing from now on. */
    revoke(role: WindowRole) {
      for (const [token, owner] of open) if (owner === role) open.delete(token);
    },
  };
}
export type Tokens = ReturnType<typeof createTokens>;
