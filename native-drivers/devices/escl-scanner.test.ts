import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeviceError, DriverError } from '../errors.ts';
import type { EsclClient } from '../protocols/escl/client.ts';
import type { EsclStatus } from '../protocols/escl/messages.ts';
import type { ScannedPage, ScanOrder } from '../protocols/page.ts';
import { esclEndpoint, esclScanner } from './escl-scanner.ts';
import type { PageScanner } from './page-scanner.ts';

const page: ScannedPage = { bytes: new Uint8Array(3), mediaType: 'image/jpeg', dotsPerInch: 300 };
const gone = new DeviceError('device/disconnected-before-sending', 'gone');

function bench() {
  const idle: EsclStatus = { state: 'idle', fault: null, feeder: null };
  const client = {
    status: vi.fn(async () => idle),
    capabilities: vi.fn(async () => ({ makeAndModel: 'Canon D570', sources: [] })),
    scan: vi.fn(async (_: ScanOrder) => page),
    pages: async function* () {},
  } satisfies EsclClient;
  const endpoint = esclEndpoint(new URL('http://localhost:60000/eSCL'));
  return { client, open: () => esclScanner(endpoint, () => {}, { client }) };
}

let scanner: PageScanner | undefined;
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(async () => {
  await scanner?.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
const pass = () => vi.advanceTimersByTimeAsync(2001);
const state = () => scanner?.device.snapshot();

describe('a page scanner', () => {
  it('is no device until something answers, and is called what it calls itself', async () => {
    const { client, open } = bench();
    client.status.mockRejectedValue(gone);
    scanner = open();
    await pass();
    expect(scanner.seen).toBe(false);
    await expect(scanner.scan(300)).rejects.toMatchObject({ code: 'device/disconnected-before-sending' });
    client.status.mockResolvedValue({ state: 'idle', fault: null, feeder: null });
    await pass();
    expect(scanner.seen).toBe(true);
    expect(state()).toMatchObject({
      id: 'escl:localhost:60000',
      name: 'Canon D570',
      state: 'ready',
      gesture: 'lay-flat',
    });
    client.status.mockRejectedValue(gone);
    await pass();
    expect(state()).toMatchObject({ state: 'absent', fault: { code: 'device/disconnected-before-sending' } });
    expect(scanner.seen).toBe(true);
  });

  it('is asked again what it is when it was too busy to say', async () => {
    const { client, open } = bench();
    client.capabilities.mockRejectedValueOnce(new DeviceError('device/busy', 'busy'));
    scanner = open();
    await vi.advanceTimersByTimeAsync(0);
    expect(state()?.state).not.toBe('ready');
    await pass();
    expect(state()).toMatchObject({ name: 'Canon D570', state: 'ready' });
  });

  it('shows an open cover and is ready when it is closed; an empty glass is no fault', async () => {
    const { client, open } = bench();
    client.status.mockResolvedValue({ state: 'stopped', fault: 'device/cover-open', feeder: null });
    scanner = open();
    await pass();
    expect(state()).toMatchObject({ state: 'faulted', fault: { code: 'device/cover-open' } });
    await expect(scanner.scan(300)).rejects.toMatchObject({ code: 'device/cover-open' });
    client.status.mockResolvedValue({ state: 'idle', fault: 'device/no-document', feeder: null });
    await pass();
    expect(state()).toMatchObject({ state: 'ready', fault: null });
  });

  it('scans one page at a time and is not asked for its state meanwhile', async () => {
    const { client, open } = bench();
    scanner = open();
    await pass();
    let finish = (_: ScannedPage) => {};
    client.scan.mockReturnValueOnce(new Promise((resolve) => (finish = resolve)));
    const first = scanner.scan(300);
    expect(state()?.state).toBe('busy');
    await expect(scanner.scan(300)).rejects.toMatchObject({ code: 'device/busy' });
    const asked = client.status.mock.calls.length;
    await pass();
    expect(client.status).toHaveBeenCalledTimes(asked);
    finish(page);
    expect((await first).reading).toEqual({ kind: 'image', ...page });
    expect(state()?.state).toBe('ready');
  });

  it('is called off, and is ready again', async () => {
    const { client, open } = bench();
    scanner = open();
    await pass();
    client.scan.mockImplementationOnce(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(new DriverError('drivers/cancelled', 'off')));
        }),
    );
    const scan = scanner.scan(300);
    scanner.cancel();
    await expect(scan).rejects.toMatchObject({ code: 'drivers/cancelled' });
    expect(state()).toMatchObject({ state: 'ready', fault: null });
  });

  it('tells a page that is missing from a scanner that is', async () => {
    const { client, open } = bench();
    scanner = open();
    await pass();
    client.scan.mockRejectedValueOnce(new DeviceError('device/no-document', 'none'));
    await expect(scanner.scan(300)).rejects.toMatchObject({ code: 'device/no-document' });
    expect(state()?.state).toBe('ready');
    client.scan.mockRejectedValueOnce(new DeviceError('device/disconnected-while-sending', 'broke'));
    await expect(scanner.scan(300)).rejects.toMatchObject({ code: 'device/disconnected-while-sending' });
    expect(state()).toMatchObject({ state: 'absent', fault: { code: 'device/disconnected-while-sending' } });
  });
});
