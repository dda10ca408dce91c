import { constants, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { writeTextMessage } from '../../../native-drivers/protocols/mrz-text.ts';
import { specimenLines as lines } from '../../../native-drivers/testing/specimens.ts';
import { cdcAcmReader } from '../devices/cdc-acm.ts';
import type { UsbSockets } from '../devices/sockets.ts';
import type { Drivers } from './drivers.ts';
import { expectSame, type Trial, until } from './trial.ts';

/** Ids of a maker whose readers send lines unasked. */
const maker = { vendorId: 0x0db5, productId: 0x0105, product: 'Virtual serial reader' };
const idOf = (serialNumber: string) => `serial:0db5:0105:${serialNumber}`;
const message = writeTextMessage(lines);

/** Readers at a serial port that is USB, through the kernel's own cdc_acm. */
export function serialTrials(drivers: () => Drivers, sockets: UsbSockets): Trial[] {
  const plugged = async (serialNumber: string) => {
    const reader = cdcAcmReader({ ...maker, serialNumber });
    const { unplug } = await sockets.plug(reader.device);
    await drivers().is(idOf(serialNumber), 'ready');
    return { send: reader.send, unplug };
  };
  const zoneFrom = async (serialNumber: string, count: number) => {
    await until('the zone arrives', () => drivers().linesRead().length === count);
    expectSame('lines', drivers().linesRead().at(-1), lines);
    expectSame('who read', drivers().reads.at(-1)?.source, idOf(serialNumber));
  };
  return [
    {
      name: 'Serial: a CDC-ACM reader is known by its ids, reads, loses its cable in mid-message, and reads again at another port',
      async run() {
        drivers().forget();
        const first = await plugged('S1');
        first.send(message.subarray(0, 50));
        first.send(message.subarray(50));
        await zoneFrom('S1', 1);
        // Somebody else has the port open, so that the kernel cannot give its number away when the plug is pulled. Not in this
        // thread: the kernel asks the device while it opens and closes, and this thread is the device.
        const held = await open(
          '/dev/ttyACM0',
          constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK,
        );
        try {
          first.send(message.subarray(0, 50));
          await until('half has arrived', () =>
            drivers()
              .port.devices()
              .some(({ id, state }) => id === idOf('S1') && state === 'busy'),
          );
          first.unplug();
          await drivers().is(idOf('S1'), 'absent', 'device/disconnected-while-sending');
          expectSame('what failed', drivers().failures, [
            { source: idOf('S1'), code: 'device/disconnected-while-sending' },
          ]);
          const second = await plugged('S1');
          expectSame('another port', existsSync('/dev/ttyACM1'), true);
          second.send(message);
          await zoneFrom('S1', 2);
          second.unplug();
          await drivers().is(idOf('S1'), 'absent');
        } finally {
          await held.close();
        }
      },
    },
    {
      name: 'Serial: two CDC-ACM readers of one make are told apart, and one goes on when the other is unplugged',
      async run() {
        drivers().forget();
        const [one, other] = [await plugged('S2'), await plugged('S3')];
        try {
          other.send(message);
          await zoneFrom('S3', 1);
          one.send(message);
          await zoneFrom('S2', 2);
          one.unplug();
          await drivers().is(idOf('S2'), 'absent');
          other.send(message);
          await zoneFrom('S3', 3);
        } finally {
          one.unplug();
          other.unplug();
        }
        await drivers().is(idOf('S3'), 'absent');
      },
    },
  ];
}
