import { ippUsbDevice, ippUsbInfo } from '../../../native-drivers/peers/ipp-usb.ts';
import type { SimulatedFault } from '../../../native-drivers/simulator/faults.ts';
import { pageScanner } from '../../../native-drivers/simulator/page-scanner.ts';
import type { UsbInfo } from '../../../native-drivers/transports/usb.ts';
import type { UsbSockets } from '../devices/sockets.ts';
import { usbPeerDevice } from '../devices/usb-peer.ts';
import type { Drivers } from './drivers.ts';
import { startIppUsb } from './ipp-usb-daemon.ts';
import { pageJpeg, samePage } from './pages.ts';
import { codeOf, expectSame, type Trial, until } from './trial.ts';

const overPipes = 'usb:1209:0004:SIMULATED';
const throughDaemon = 'escl:localhost:60000';
const pipes = ippUsbInfo('').interfaces.map(({ number }) => number + 1);
const never = () => {
  throw new Error('the scanner of the rig ended its process');
};

/** As multi-function devices are: each pipe can be set as an ordinary printer's as well, and the kernel takes it for one. */
function alsoPrinter(info: UsbInfo): UsbInfo {
  return {
    ...info,
    interfaces: info.interfaces.flatMap((face) => [
      { ...face, code: [7, 1, 2] as const },
      { ...face, alternate: 1 },
    ]),
  };
}

/** Scanners that speak eSCL over HTTP over printer pipes: our own pipes, and those of Debian's ipp-usb. */
export function pageScannerTrials(drivers: () => Drivers, sockets: UsbSockets): Trial[] {
  const scanner = async (number: number, info = ippUsbInfo('')) => {
    const page = pageJpeg(number);
    let fault: SimulatedFault | undefined;
    let spent = () => {};
    const peer = await pageScanner({
      page: async () => ({ bytes: page, mediaType: 'image/jpeg', dotsPerInch: 300 }),
      fault: () => fault,
      spent: () => spent(),
      ends: { crash: never, hang: never },
    });
    const device = usbPeerDevice(info, (send) => ippUsbDevice(peer.server, send));
    const { unplug } = await sockets.plug(device);
    return {
      page,
      break(next: SimulatedFault | undefined) {
        fault = next;
      },
      /** Pulls the cable as soon as the host has all of what was sent and asks for the rest. */
      unplugInMidPage() {
        fault = 'unplug-mid-read';
        spent = () => void until('the half was taken', () => pipes.some(device.awaited)).then(unplug);
      },
      async unplug() {
        unplug();
        await peer.unplug();
      },
    };
  };
  const scan = (device = overPipes) => drivers().port.scan({ device, dotsPerInch: 300 });
  return [
    {
      name: 'USB: a scanner that the kernel takes for a printer scans over its pipes, says what is wrong, loses its cable in mid-page, and comes back',
      async run() {
        const first = await scanner(1, alsoPrinter(ippUsbInfo('')));
        await drivers().is(overPipes, 'ready');
        samePage(await scan(), first.page);
        for (const [fault, code] of [
          ['cover-open', 'device/cover-open'],
          ['jam', 'device/jam'],
        ] as const) {
          first.break(fault);
          await drivers().is(overPipes, 'faulted', code);
          expectSame(fault, await codeOf(scan()), code);
        }
        first.break(undefined);
        await drivers().is(overPipes, 'ready');
        first.unplugInMidPage();
        expectSame('pulled', await codeOf(scan()), 'device/disconnected-while-sending');
        await drivers().is(overPipes, 'absent');
        const second = await scanner(2);
        await drivers().is(overPipes, 'ready');
        samePage(await scan(), second.page);
        await second.unplug();
        await drivers().is(overPipes, 'absent', 'device/disconnected-before-sending');
      },
    },
    {
      name: 'USB: two scanners with the same ids are told apart, and one that speaks no HTTP is not believed',
      async run() {
        const other = await sockets.plug(
          usbPeerDevice(ippUsbInfo(''), (send) => ({
            received: (endpoint) => {
              send(endpoint, Buffer.from('\u0000\u0001no HTTP at all\r\n'));
              return undefined;
            },
          })),
        );
        await drivers().is(overPipes, 'faulted', 'device/protocol');
        const real = await scanner(3);
        await drivers().is(`${overPipes}#2`, 'ready');
        samePage(await scan(`${overPipes}#2`), real.page);
        other.unplug();
        await drivers().is(overPipes, 'absent');
        const further = await scanner(4);
        await drivers().is(overPipes, 'ready');
        const [one, two] = await Promise.all([scan(), scan(`${overPipes}#2`)]);
        samePage(one, further.page);
        samePage(two, real.page);
        await Promise.all([further.unplug(), real.unplug()]);
        await drivers().is(overPipes, 'absent');
        await drivers().is(`${overPipes}#2`, 'absent');
      },
    },
    {
      name: "USB: Debian's ipp-usb serves the scanner and we scan through it; when it ends we scan over the pipes ourselves",
      async run() {
        const daemons = process.env.GUEST_DAEMONS;
        if (!daemons) throw new Error('the guest was not told where its daemons are');
        const usb = await scanner(5);
        const daemon = await startIppUsb(daemons);
        await drivers().is(throughDaemon, 'ready');
        samePage(await scan(throughDaemon), usb.page);
        await daemon.stop();
        await drivers().is(throughDaemon, 'absent');
        await drivers().is(overPipes, 'ready');
        samePage(await scan(), usb.page);
        await usb.unplug();
        await drivers().is(overPipes, 'absent');
      },
    },
  ];
}
