import type { CommandResult } from '../contract/index.ts';

export function refused(code: string, message: string): CommandResult {
  return { ok: false, error: { code, message } };
}
