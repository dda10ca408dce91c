import { faultySender, type SendingFault } from '../../../native-drivers/peers/faults.ts';
import { ptpCamera, ptpCameraInfo } from '../../../native-drivers/peers/ptp-camera.ts';
import type { Plugged, UsbSockets } from '../devices/sockets.ts';
import { usbPeerDevice } from '../devices/usb-peer.ts';
import type { Drivers } from './drivers.ts';
import { pageJpeg, samePage } from './pages.ts';
import { codeOf, expectSame, type Trial, until } from './trial.ts';

const id = 'usb:1209:0005:SIMULATED';
const pictures = 1;
/** What is longer than this carries a page. */
const longest = 1000;

/** Still cameras over a table: PTP over real pipes. */
export function pageCameraTrials(drivers: () => Drivers, sockets: UsbSockets): Trial[] {
  const camera = (page: Uint8Array) => {
    let sentPage = () => {};
    let peer: ReturnType<typeof ptpCamera> | undefined;
    let sender: ReturnType<typeof faultySender> | undefined;
    const device = usbPeerDevice(ptpCameraInfo(''), (send) => {
      const pages = faultySender((bytes) => {
        send(pictures, bytes);
        sentPage();
      });
      sender = pages;
      peer = ptpCamera({
        send: (endpoint, bytes) =>
          endpoint === pictures && bytes.length > longest ? pages.send(bytes) : send(endpoint, bytes),
        page: () => page,
      });
      return peer;
    });
    return {
      device,
      kept: () => peer?.kept(),
      fault: (fault: SendingFault | null) => sender?.fault(fault),
      /** Calls back as soon as the page, or as much of it as there will be, is on its way. */
      onPage(listener: () => void) {
        sentPage = listener;
      },
    };
  };
  const scan = (device = id) => drivers().port.scan({ device, dotsPerInch: 300 });
  return [
    {
      name: 'USB: a page camera takes pictures, one of them garbled, loses its cable in the middle of one, and comes back',
      async run() {
        const page = pageJpeg(1);
        const first = camera(page);
        const cable = await sockets.plug(first.device);
        await drivers().is(id, 'ready');
        samePage(await scan(), page);
        expectSame('pictures left in the camera', first.kept(), 0);
        first.fault('garbage');
        expectSame('garbage', await codeOf(scan()), 'device/protocol');
        first.fault(null);
        await drivers().is(id, 'ready');
        samePage(await scan(), page);

        first.fault('half');
        first.onPage(() => cable.unplug());
        expectSame('pulled', await codeOf(scan()), 'device/disconnected-while-sending');
        await drivers().is(id, 'absent');
        const second = camera(page);
        const again = await sockets.plug(second.device);
        await drivers().is(id, 'ready');
        samePage(await scan(), page);
        again.unplug();
        await drivers().is(id, 'absent', 'device/disconnected-before-sending');
      },
    },
    {
      name: 'USB: two page cameras with the same ids and serial number are told apart',
      async run() {
        const pages = [pageJpeg(2), pageJpeg(3)] as const;
        const cables: Plugged[] = [];
        try {
          cables.push(await sockets.plug(camera(pages[0]).device));
          await drivers().is(id, 'ready');
          cables.push(await sockets.plug(camera(pages[1]).device));
          await drivers().is(`${id}#2`, 'ready');
          // At once, each over its own pipes.
          const [one, other] = await Promise.all([scan(), scan(`${id}#2`)]);
          samePage(one, pages[0]);
          samePage(other, pages[1]);
          cables[0]?.unplug();
          await drivers().is(id, 'absent');
          samePage(await scan(`${id}#2`), pages[1]);
        } finally {
          for (const cable of cables) cable.unplug();
        }
        await drivers().is(`${id}#2`, 'absent');
      },
    },
    {
      name: 'USB: what claims to be the page camera and is another is not believed, and the real one is',
      async run() {
        const claims = usbPeerDevice(ptpCameraInfo(''), (send) => ({
          received: () => {
            send(pictures, Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
            return undefined;
          },
        }));
        const other = await sockets.plug(claims);
        await drivers().is(id, 'faulted', 'device/protocol');
        expectSame('asked all the same', await codeOf(scan()), 'device/protocol');
        other.unplug();
        await drivers().is(id, 'absent');
        // A telephone: a still camera as well, and nobody's business.
        const telephone = await sockets.plug(
          usbPeerDevice({ ...ptpCameraInfo(''), vendorId: 0x04e8, productId: 0x6866 }, () => ({})),
        );
        const page = pageJpeg(4);
        const real = await sockets.plug(camera(page).device);
        await drivers().is(id, 'ready');
        samePage(await scan(), page);
        expectSame(
          'telephones',
          drivers()
            .port.devices()
            .filter((device) => device.id.startsWith('usb:04e8')),
          [],
        );
        telephone.unplug();
        real.unplug();
        await until('all gone', () =>
          drivers()
            .named('Page camera')
            .every(({ state }) => state === 'absent'),
        );
      },
    },
  ];
}
