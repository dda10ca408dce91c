import { writeTextMessage } from '../../../native-drivers/protocols/mrz-text.ts';
import { specimenLines as lines } from '../../../native-drivers/testing/specimens.ts';
import type { UsbInfo } from '../../../native-drivers/transports/usb.ts';
import type { UsbSockets } from '../devices/sockets.ts';
import type { UsbDevice } from '../devices/usb-device.ts';
import { usbPeerDevice } from '../devices/usb-peer.ts';
import type { Drivers } from './drivers.ts';
import { expectSame, type Trial, until } from './trial.ts';

const pipe = 1;
const packet = 8;
const message = writeTextMessage(lines);
const id = 'usb:1209:0003';

/** Readers that are spoken with over a pipe of their own, known by a profile. */
export function usbReaderTrials(drivers: () => Drivers, sockets: UsbSockets): Trial[] {
  const reader = (code: UsbInfo['interfaces'][number]['code'] = [0xff, 0, 0]) =>
    usbPeerDevice(
      {
        vendorId: 0x1209,
        productId: 0x0003,
        product: 'Virtual pipe reader',
        serialNumber: '',
        interfaces: [
          {
            number: 0,
            alternate: 0,
            code,
            endpoints: [{ number: pipe, direction: 'in', type: 'interrupt', packetSize: packet }],
          },
        ],
      },
      () => ({}),
    );
  const send = (device: UsbDevice, bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; at += packet) device.send(pipe, bytes.subarray(at, at + packet));
  };
  const started: string[] = [];
  let listening = false;
  const fresh = () => {
    drivers().forget();
    started.length = 0;
    if (!listening) drivers().port.on('readStarted', (source) => void started.push(source));
    listening = true;
  };
  return [
    {
      name: 'USB: a reader known by its profile reads, loses its cable in mid-message, and reads when it is back',
      async run() {
        fresh();
        const first = reader();
        const cable = await sockets.plug(first);
        await drivers().is(id, 'ready');
        send(first, message.subarray(0, 40));
        await until('half has arrived', () => started.length === 1);
        cable.unplug();
        await drivers().is(id, 'absent', 'device/disconnected-while-sending');
        expectSame('nothing of half a message', drivers().linesRead(), []);
        expectSame('what failed', drivers().failures, [
          { source: id, code: 'device/disconnected-while-sending' },
        ]);
        const second = reader();
        const again = await sockets.plug(second);
        await drivers().is(id, 'ready');
        send(second, message);
        await until('the zone arrives', () => drivers().linesRead().length === 1);
        expectSame('lines', drivers().linesRead()[0], lines);
        again.unplug();
        await drivers().is(id, 'absent', 'device/disconnected-before-sending');
      },
    },
    {
      name: 'USB: two readers with the same ids are two; a third with their ids and another interface is none',
      async run() {
        fresh();
        const keyboard = reader([3, 1, 1]);
        const cables = [await sockets.plug(keyboard)];
        try {
          const two = [reader(), reader()] as const;
          cables.push(await sockets.plug(two[0]));
          await drivers().is(id, 'ready');
          cables.push(await sockets.plug(two[1]));
          await drivers().is(`${id}#2`, 'ready');
          for (const [index, device] of two.entries()) {
            send(device, message);
            await until('the zone arrives', () => drivers().reads.length === index + 1);
          }
          expectSame(
            'who read',
            drivers().reads.map(({ source }) => source),
            [id, `${id}#2`],
          );
          expectSame('readers', drivers().named('Virtual pipe reader').length, 2);
        } finally {
          for (const cable of cables) cable.unplug();
        }
        await drivers().is(id, 'absent');
        await drivers().is(`${id}#2`, 'absent');
      },
    },
  ];
}
