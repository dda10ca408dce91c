import { setTimeout as wait } from 'node:timers/promises';
import type { Device, DriverEvents } from '../electron/contract/index.ts';
import { hidPosReports, hidPosUsage } from '../native-drivers/protocols/hid-pos.ts';
import { writeTextMessage } from '../native-drivers/protocols/mrz-text.ts';
import { virtualHid } from '../native-drivers/simulator/virtual-hid.ts';
import { virtualPcsc } from '../native-drivers/simulator/virtual-pcsc.ts';
import { virtualUsb } from '../native-drivers/simulator/virtual-usb.ts';
import { type DriverStationParts, driverStation } from '../native-drivers/station.ts';
import type { UsbInfo } from '../native-drivers/transports/usb.ts';

const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const ids = { vendorId: 0x1209, product: 'Bench', serialNumber: '1' };
/** Milliseconds that may pass until a device is ready, or has read. */
const patience = 5000;

/** Milliseconds from the last byte on a bus in memory to the event, for each of so many readings. */
async function readings(
  parts: Partial<DriverStationParts>,
  send: () => void,
  count: number,
): Promise<number[]> {
  let devices: Device[] = [];
  let came = 0;
  const told: Partial<DriverEvents> = {
    devicesChanged(now) {
      devices = now;
    },
    documentRead() {
      came = performance.now();
    },
  };
  const tell = new Proxy({} as DriverEvents, {
    get: (_, name) => told[name as keyof DriverEvents] ?? (() => {}),
  });
  const station = driverStation({
    hid: [],
    escl: [],
    served: async () => false,
    simulator: null,
    ...parts,
    tell,
  });
  const until = async (met: () => boolean) => {
    const began = performance.now();
    while (!met()) {
      if (performance.now() - began > patience) throw new Error('it did not come to that');
      await wait(1);
    }
  };
  try {
    await until(() => devices.some(({ state }) => state === 'ready'));
    const found: number[] = [];
    for (let reading = 0; reading < count; reading++) {
      came = 0;
      const sent = performance.now();
      send();
      await until(() => came > 0);
      found.push(came - sent);
    }
    return found;
  } finally {
    await station.close();
  }
}

function overHid(count: number): Promise<number[]> {
  const hid = virtualHid();
  hid.plug({ path: 'bench', ...ids, productId: 1, ...hidPosUsage });
  const reports = hidPosReports(writeTextMessage(lines), ']o2');
  const send = () => {
    for (const report of reports) hid.send('bench', report);
  };
  return readings({ hid: [hid] }, send, count);
}

function overUsb(count: number): Promise<number[]> {
  const usb = virtualUsb();
  const info: UsbInfo = {
    path: 'bench',
    ...ids,
    productId: 3,
    interfaces: [
      {
        number: 0,
        alternate: 0,
        code: [0xff, 0, 0],
        endpoints: [{ number: 1, direction: 'in', type: 'bulk', packetSize: 64 }],
      },
    ],
  };
  usb.plug(info);
  const message = writeTextMessage(lines);
  const send = () => {
    for (let at = 0; at < message.length; at += 64) usb.send('bench', 1, message.subarray(at, at + 64));
  };
  return readings({ usb: [usb] }, send, count);
}

/** A chip sends nothing by itself: from the command to its answer, of a chip that answers at once. */
async function overPcsc(count: number): Promise<number[]> {
  const name = 'Bench';
  const pcsc = virtualPcsc(name);
  pcsc.place({ reset() {}, process: async () => Uint8Array.of(0x90, 0) });
  const tell = new Proxy({} as DriverEvents, { get: () => () => {} });
  const station = driverStation({ hid: [], escl: [], simulator: null, pcsc: [pcsc], tell });
  try {
    const found: number[] = [];
    for (let tries = 0; (await station.calls.list()).length === 0; tries++) {
      if (tries > patience) throw new Error('the reader did not come');
      await wait(1);
    }
    const device = (await station.calls.list())[0]!.id;
    await station.calls.openChip({ device });
    for (let command = 0; command < count; command++) {
      const sent = performance.now();
      await station.calls.transmit({ device, command: Uint8Array.of(0, 0x84, 0, 0, 8) });
      found.push(performance.now() - sent);
    }
    return found;
  } finally {
    await station.close();
  }
}

/** By bus, in this process and in memory: what the drivers themselves take, without a kernel or a cable. */
export const inMemory: Readonly<Record<string, (count: number) => Promise<number[]>>> = {
  'HID, in memory': overHid,
  'USB pipe, in memory': overUsb,
  'PC/SC, in memory: command to answer': overPcsc,
};
