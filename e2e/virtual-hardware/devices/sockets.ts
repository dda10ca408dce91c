import type { UsbDevice } from './usb-device.ts';
import { type UsbIpServer, usbIpServer } from './usbip.ts';
import { plugUsb } from './vhci.ts';

export interface Plugged {
  /** The cable is pulled; nothing happens the second time. */
  unplug(): void;
}

export interface UsbSockets {
  plug(device: UsbDevice): Promise<Plugged>;
  /** Pulls every cable. */
  close(): void;
}

/** Sockets of this kernel's virtual USB. Each device gets a bus id of its own, whatever was plugged in before. */
export function usbSockets(): UsbSockets {
  const devices = new Map<string, UsbDevice>();
  let server: UsbIpServer | null = null;
  let count = 0;
  const pull = (busId: string) => {
    if (devices.delete(busId)) server?.unplug(busId);
  };
  return {
    async plug(device) {
      server ??= await usbIpServer(devices);
      const busId = `1-${++count}`;
      devices.set(busId, device);
      await plugUsb(server.port, busId);
      return { unplug: () => pull(busId) };
    },
    close() {
      server?.close();
      server = null;
      devices.clear();
    },
  };
}
