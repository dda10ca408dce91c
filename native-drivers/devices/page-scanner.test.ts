import { expect, it, onTestFinished, vi } from 'vitest';
import { DeviceError } from '../errors.ts';
import { pageScanner } from './page-scanner.ts';
import type { PageSource } from './page-source.ts';

it('is ready as soon as it is plugged in, also while it is still asked whether it is there', async () => {
  const source: PageSource = {
    describe: async () => ({ name: 'Scanner' }),
    status: async () => ({ fault: null }),
    scan: () => Promise.reject(new DeviceError('device/failed', 'it scans nothing here')),
    close: async () => {},
  };
  let answer: (error: Error) => void = () => {};
  const open = vi
    .fn<() => Promise<PageSource>>()
    .mockImplementationOnce(() => new Promise((_, reject) => (answer = reject)))
    .mockResolvedValue(source);
  const scanner = pageScanner({
    identity: { id: 'escl:1', name: 'Scanner', transport: 'escl', simulated: true },
    open,
    changed: () => {},
    pollEvery: 3_600_000,
  });
  onTestFinished(() => scanner.close());
  // It was away when it was asked, and is there when somebody says so; that it was away is heard afterwards.
  await vi.waitFor(() => expect(open).toHaveBeenCalledOnce());
  const looked = Promise.all([scanner.look(), scanner.look()]);
  answer(new DeviceError('device/disconnected-before-sending', 'nobody answers'));
  await looked;
  expect(scanner.device.connection.state).toBe('ready');
  expect(open).toHaveBeenCalledTimes(2);
});
