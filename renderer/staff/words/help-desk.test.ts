import { expect, test } from 'vitest';
import type { HelpDeskView } from '../../../electron/contract/index.ts';
import { helpDeskWords } from './help-desk.ts';

const views: HelpDeskView[] = [
  { state: 'idle' },
  { state: 'asking' },
  { state: 'waiting', requestUri: 'openid-vc://x', expiresAt: 0 },
  { state: 'scanned' },
  { state: 'verified' },
  { state: 'creating' },
  { state: 'done', pass: 'abc', lifetimeMinutes: 60, usableOnce: true },
  { state: 'failed', code: 'entra/wrong-account', text: 'x' },
];

test('each point says what to do, and the pass stands only where it is meant to', () => {
  const leads = views.map((view) => helpDeskWords(view).lead);
  expect(new Set(leads).size).toBe(views.length);
  expect(leads.join(' ')).not.toContain('abc');
  expect(leads[6]).toContain('60 minutes, once');
});
