import { expect, test, vi } from 'vitest';
import { fakeClock } from '../testing/index.ts';
import { type Vault, VaultError } from '../vault/index.ts';
import { createNotices } from './notices.ts';
import { createStanding } from './standing.ts';
import { createUpkeep } from './upkeep.ts';
import type { VisitRunner } from './visit-runner.ts';

function set() {
  const clock = fakeClock();
  const standing = createStanding({ notices: createNotices(clock), changed: () => {} });
  const runner = {
    resume: vi.fn(async () => 'none' as const),
    recover: vi.fn(async () => {}),
    expireTickets: vi.fn(async () => 0),
  };
  const retention = { sweep: vi.fn(async () => 0) };
  const vault = { setSecret: vi.fn(async () => {}) };
  const goOn = vi.fn();
  const tookUp = vi.fn(async () => {});
  const upkeep = createUpkeep({
    vault: vault as unknown as Vault,
    clock,
    runner: runner as unknown as VisitRunner,
    retention,
    standing,
    tookUp,
    goOn,
    expireRequests: vi.fn(),
    review: vi.fn(),
    changed: vi.fn(),
  });
  return { standing, runner, retention, vault, goOn, tookUp, upkeep };
}

const broken = () => Promise.reject(new VaultError('vault/io', 'the disk is gone'));

test('what could not be taken up at the start is taken up by the probe, and then people are served', async () => {
  const { upkeep, runner, standing, tookUp, goOn } = set();
  runner.resume.mockImplementationOnce(broken);
  await upkeep.start();
  expect(standing.outOfService()).toBe('vault/io');
  expect(tookUp).not.toHaveBeenCalled();
  await upkeep.probe();
  expect(tookUp).toHaveBeenCalledExactlyOnceWith('none');
  expect(standing.outOfService()).toBeNull();
  expect(goOn).toHaveBeenCalledOnce();
});

test('a sweep that failed is done again by the probe, once', async () => {
  const { upkeep, retention } = set();
  await upkeep.start();
  retention.sweep.mockClear();
  retention.sweep.mockImplementationOnce(broken);
  expect(await upkeep.sweep()).toBe(0);
  await upkeep.probe();
  await upkeep.probe();
  expect(retention.sweep).toHaveBeenCalledTimes(2);
});

test('what was wiped is counted, tickets among it', async () => {
  const { upkeep, runner, retention } = set();
  runner.expireTickets.mockResolvedValueOnce(2);
  retention.sweep.mockResolvedValueOnce(3);
  expect(await upkeep.sweep()).toBe(5);
});

test('while the vault refuses a probe the kiosk stays out of service, and nothing goes on', async () => {
  const { upkeep, standing, vault, goOn } = set();
  await upkeep.start();
  standing.failed(new VaultError('vault/disk-full', 'no space'));
  vault.setSecret.mockImplementationOnce(broken);
  await upkeep.probe();
  expect(standing.outOfService()).toBe('vault/disk-full');
  expect(goOn).not.toHaveBeenCalled();
});

test('once stopped nothing is probed', async () => {
  const { upkeep, standing, runner } = set();
  standing.stop();
  await upkeep.probe();
  expect(runner.recover).not.toHaveBeenCalled();
});
