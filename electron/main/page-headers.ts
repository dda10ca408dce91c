import { pagePolicy } from '../contract/page-policy.ts';
import type { WindowRole } from '../contract/windows.ts';

/** Headers of every answer of the app's own scheme. */
export function pageHeaders(role: WindowRole, contentType: string): Record<string, string> {
  return { ...pagePolicy(role), 'Content-Type': contentType, 'Cache-Control': 'no-cache' };
}
