import { hidPosReports } from '../../../native-drivers/protocols/hid-pos.ts';
import { specimenLines as lines } from '../../../native-drivers/testing/specimens.ts';
import { hidPosDescriptor } from '../devices/hid-pos-descriptor.ts';
import { uhidDevice } from '../devices/uhid.ts';
import { usbHidPosReader } from '../devices/usb-hid-pos.ts';
import { usbIpServer } from '../devices/usbip.ts';
import { plugUsb } from '../devices/vhci.ts';
import type { Drivers } from './drivers.ts';
import { expectSame, type Trial, until } from './trial.ts';

const message = Buffer.from(`${lines.join('\r')}\r`, 'latin1');
const honeywell = { vendorId: 0x0c2e, productId: 0x0b6a };
const plain = { vendorId: 0x1209, productId: 0x0003 };

/** HID readers as the kernel's own HID subsystem shows them: through uhid, and as USB devices of the HID class. */
export function hidTrials(drivers: () => Drivers): Trial[] {
  const reader = (serialNumber: string, more: Partial<Parameters<typeof uhidDevice>[0]> = {}) =>
    uhidDevice({
      name: 'Virtual Passport Reader',
      serialNumber,
      ...plain,
      descriptor: hidPosDescriptor,
      ...more,
    });
  const linesRead = () => drivers().linesRead();
  const fresh = () => drivers().forget();
  return [
    {
      name: 'HID: a reader is plugged in, reads, and is unplugged',
      async run() {
        fresh();
        const device = reader('R1');
        try {
          await drivers().ready('Virtual Passport Reader');
          for (const report of hidPosReports(message, ']Z0')) device.input(report);
          await until('the zone arrives', () => linesRead().length === 1);
          expectSame('lines', linesRead()[0], lines);
        } finally {
          device.destroy();
        }
        await drivers().gone('Virtual Passport Reader');
      },
    },
    {
      name: 'HID: the cable is pulled at every report of a reading, and the next reading is whole',
      async run() {
        const reports = hidPosReports(message, ']Z0');
        for (let count = 1; count < reports.length; count += 1) {
          fresh();
          const device = reader('R2');
          await drivers().ready('Virtual Passport Reader');
          for (const report of reports.slice(0, count)) device.input(report);
          device.destroy();
          await drivers().gone('Virtual Passport Reader');
          expectSame('nothing of half a reading', linesRead(), []);
        }
        fresh();
        const device = reader('R2');
        try {
          await drivers().ready('Virtual Passport Reader');
          for (const report of reports) device.input(report);
          await until('the zone arrives', () => linesRead().length === 1);
          expectSame('lines', linesRead()[0], lines);
        } finally {
          device.destroy();
        }
        await drivers().gone('Virtual Passport Reader');
      },
    },
    {
      name: 'HID: two readers of one make are told apart',
      async run() {
        fresh();
        const [one, other] = [reader('SAME-1'), reader('SAME-2')];
        try {
          await drivers().ready('Virtual Passport Reader', 2);
          for (const report of hidPosReports(message, ']Z0')) other.input(report);
          await until('the zone arrives', () => linesRead().length === 1);
          one.destroy();
          // The other may still be at its reading.
          await drivers().is('hid:1209:0003:SAME-1', 'absent');
          await drivers().is('hid:1209:0003:SAME-2', 'ready');
          expectSame('who read', drivers().reads[0]?.source, 'hid:1209:0003:SAME-2');
        } finally {
          one.destroy();
          other.destroy();
        }
        await drivers().gone('Virtual Passport Reader');
      },
    },
    {
      name: 'HID: a reader that has to be switched on gets its feature report',
      async run() {
        const features: number[][] = [];
        const device = reader('R3', { ...honeywell, onFeature: (report) => void features.push([...report]) });
        try {
          await until('it was switched on', () => features.length > 0);
          expectSame('feature report', features[0], [254, 1]);
        } finally {
          device.destroy();
        }
        await drivers().gone('Virtual Passport Reader');
      },
    },
    {
      name: 'HID: the driver process is killed with the reader open; it is back and reads',
      async run() {
        fresh();
        const device = reader('R4');
        try {
          await drivers().ready('Virtual Passport Reader');
          const { pid } = drivers().port.health();
          if (pid === null) throw new Error('there is no driver process');
          process.kill(pid, 'SIGKILL');
          await until('another process', () => {
            const now = drivers().port.health();
            return now.state === 'up' && now.pid !== pid;
          });
          await drivers().ready('Virtual Passport Reader');
          for (const report of hidPosReports(message, ']Z0')) device.input(report);
          await until('the zone arrives', () => linesRead().length === 1);
        } finally {
          device.destroy();
        }
        await drivers().gone('Virtual Passport Reader');
      },
    },
    {
      name: 'USB: a reader of the HID class behind a virtual host controller reads, loses its cable, and comes back',
      async run() {
        const usb = usbHidPosReader({ ...plain, serialNumber: 'USB-1' });
        const server = await usbIpServer(new Map([['1-1', usb.device]]));
        try {
          for (const round of [1, 2]) {
            fresh();
            await plugUsb(server.port, '1-1');
            await drivers().ready('Virtual USB passport reader');
            usb.read(message.toString('latin1'));
            await until(`the zone arrives (${round})`, () => linesRead().length === 1);
            expectSame('lines', linesRead()[0], lines);
            server.unplug('1-1');
            await drivers().gone('Virtual USB passport reader');
          }
        } finally {
          server.close();
        }
      },
    },
  ];
}
