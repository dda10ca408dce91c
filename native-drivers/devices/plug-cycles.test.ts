import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hidPosReports, hidPosUsage } from '../protocols/hid-pos.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import { virtualHid } from '../simulator/virtual-hid.ts';
import { seededRandom } from '../testing/random.ts';
import type { HidTransport } from '../transports/hid.ts';
import { hidDevices } from './hid-devices.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Counts what is open and who listens. */
function counted(bus: HidTransport) {
  const count = { ports: 0, listeners: 0 };
  const listening = (stop: () => void) => {
    count.listeners += 1;
    return () => {
      count.listeners -= 1;
      stop();
    };
  };
  const counting: HidTransport = {
    ...bus,
    onChange: (listener) => listening(bus.onChange(listener)),
    async open(info) {
      const port = await bus.open(info);
      count.ports += 1;
      let open = true;
      return {
        ...port,
        async close() {
          if (open) count.ports -= 1;
          open = false;
          await port.close();
        },
      };
    },
  };
  return { counting, count };
}

it('a HID reader that is plugged and pulled a thousand times leaves nothing open', async () => {
  const hid = virtualHid();
  const { counting, count } = counted(hid);
  const random = seededRandom(13);
  const reports = hidPosReports(writeTextMessage(['A'.repeat(44), 'B'.repeat(44)]), ']o2');
  let [started, ended] = [0, 0];
  const bus = hidDevices(counting, {
    changed() {},
    readStarted: () => void started++,
    documentRead: () => void ended++,
    readFailed: () => void ended++,
  });
  for (let cycle = 0; cycle < 1000; cycle++) {
    const path = `${random.below(3)}`;
    hid.plug({ path, vendorId: 0x0c2e, productId: 1, ...hidPosUsage, product: '', serialNumber: '' });
    await vi.advanceTimersByTimeAsync(random.below(3));
    for (const report of reports.slice(0, random.below(3))) hid.send(path, report);
    await vi.advanceTimersByTimeAsync(random.below(3));
    hid.unplug(path);
    await vi.advanceTimersByTimeAsync(random.below(2));
  }
  await vi.advanceTimersByTimeAsync(5000);
  expect(bus.devices().map((device) => device.snapshot().state)).toEqual(['absent']);
  expect([count.ports, count.listeners]).toEqual([0, 1]);
  expect(started).toBeGreaterThan(100);
  expect(ended).toBe(started);
  await bus.close();
  expect([count.ports, count.listeners, vi.getTimerCount()]).toEqual([0, 0, 0]);
});
