import { expect, test, vi } from 'vitest';
import { CodedError } from '../../contract/index.ts';
import { fakeClock } from '../testing/index.ts';
import { VaultError } from '../vault/index.ts';
import { createNotices } from './notices.ts';
import { createStanding } from './standing.ts';

function set() {
  const notices = createNotices(fakeClock());
  const changed = vi.fn();
  const told = () => notices.list().map(({ code }) => code);
  return { notices, changed, told, standing: createStanding({ notices, changed }) };
}

const full = new VaultError('vault/disk-full', 'no space');

test('a vault that fails puts it out of service; any other failure is told and no more', () => {
  const { standing, told } = set();
  expect(standing.failed(new CodedError('page/damaged', 'not a picture'))).toBe('page/damaged');
  expect(standing.failed(new TypeError('a name that must not be told'))).toBe('host/unexpected');
  expect(standing.outOfService()).toBeNull();
  expect(standing.failed(full)).toBe('vault/disk-full');
  expect(standing.outOfService()).toBe('vault/disk-full');
  expect(told()).toEqual(['page/damaged', 'host/unexpected', 'vault/disk-full']);
});

test('it serves again when the vault has kept something, and not before what was left is taken up', () => {
  const { standing, notices, changed, told } = set();
  notices.raise('vault/quarantined');
  standing.failed(full);
  standing.kept();
  expect(standing.outOfService()).toBe('vault/disk-full');
  standing.tookUp();
  changed.mockClear();
  standing.kept();
  expect(standing.outOfService()).toBeNull();
  expect(told()).toEqual(['vault/quarantined']);
  standing.kept();
  expect(changed).toHaveBeenCalledOnce();
});

test('whatever it cannot begin with keeps it out of service', () => {
  const { standing } = set();
  standing.putOut(new TypeError('unforeseen'));
  expect(standing.outOfService()).toBe('host/unexpected');
});

test('once stopped it tells nobody', () => {
  const { standing, told } = set();
  standing.stop();
  expect(standing.failed(full)).toBe('vault/disk-full');
  expect(told()).toEqual([]);
});
