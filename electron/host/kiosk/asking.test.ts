import { expect, test, vi } from 'vitest';
import { fakeClock } from '../testing/index.ts';
import { VaultError } from '../vault/index.ts';
import { createAsking } from './asking.ts';
import { createNotices } from './notices.ts';
import { createStanding } from './standing.ts';
import type { VisitRunner } from './visit-runner.ts';

function over(dispatch: VisitRunner['dispatch']) {
  const standing = createStanding({ notices: createNotices(fakeClock()), changed: () => {} });
  standing.tookUp();
  const runner = { dispatch, open: vi.fn() } as unknown as VisitRunner;
  return { standing, asking: createAsking({ runner, standing }) };
}

const close = { type: 'visit.close' } as const;
const outcome = { type: 'chip.not-read', reason: 'no-reader' } as const;
const always = () => true;

test('what the visit takes is taken, and what it appended was kept', async () => {
  const { standing, asking } = over(async () => ({ ok: true, appended: 2 }));
  standing.failed(new VaultError('vault/disk-full', 'no space'));
  expect(await asking.ask(close)).toEqual({ ok: true });
  expect(standing.outOfService()).toBeNull();
  expect(await asking.submit(outcome, always)).toBe('taken');
});

test('what the visit does not want is refused, and an outcome of it is unwanted', async () => {
  const { asking } = over(async () => ({ ok: false, code: 'visit/not-at-this-step' }));
  expect(await asking.ask(close)).toMatchObject({ ok: false, error: { code: 'visit/not-at-this-step' } });
  expect(await asking.submit(outcome, always)).toBe('unwanted');
  const late = over(async () => ({ ok: true, appended: 0 }));
  expect(await late.asking.submit(outcome, always)).toBe('unwanted');
});

test('a vault that fails is an answer, and puts the kiosk out of service', async () => {
  const { standing, asking } = over(async () => {
    throw new VaultError('vault/io', 'the disk is gone');
  });
  expect(await asking.ask(close)).toMatchObject({ ok: false, error: { code: 'vault/io' } });
  expect(standing.outOfService()).toBe('vault/io');
  expect(await asking.submit(outcome, always)).toBe('failed');
});

test('once stopped, no outcome reaches a visit', async () => {
  const dispatch = vi.fn();
  const { standing, asking } = over(dispatch);
  standing.stop();
  expect(await asking.submit(outcome, always)).toBe('failed');
  expect(dispatch).not.toHaveBeenCalled();
});
