import { type PtpContainer, ptp, ptpContainers, ptpReset, writePtp, writePtpText } from '../protocols/ptp.ts';
import type { UsbControl, UsbInfo } from '../transports/usb.ts';

/** A page camera by what its descriptors say. pid.codes sets 1209:0005 apart for private testing. */
export function ptpCameraInfo(path: string, packetSize = 512): UsbInfo {
  return {
    path,
    vendorId: 0x1209,
    productId: 0x0005,
    product: 'Simulated page camera',
    serialNumber: 'SIMULATED',
    interfaces: [
      {
        number: 0,
        alternate: 0,
        code: [6, 1, 1],
        endpoints: [
          { number: 1, direction: 'in', type: 'bulk', packetSize },
          { number: 2, direction: 'out', type: 'bulk', packetSize },
          { number: 3, direction: 'in', type: 'interrupt', packetSize: 8 },
        ],
      },
    ],
  };
}

export interface PtpCameraWorld {
  send(endpoint: number, bytes: Uint8Array): void;
  /** What lies under the camera; null is refused as a storage that is not there. */
  page(): Uint8Array | null;
  /** Says nothing of new pictures, as some cameras do. */
  mute?: boolean;
  /** Answers an operation with this code instead. */
  refuse?(operation: number): number | undefined;
}

const u16 = (value: number) => [value & 0xff, (value >> 8) & 0xff];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];

/** The camera's side of PTP: one session, one storage, pictures until they are deleted. */
export function ptpCamera(world: PtpCameraWorld) {
  const commands = ptpContainers(1024);
  const pictures = new Map<number, Uint8Array>();
  let handles = 0;
  let open = false;
  const data = (of: PtpContainer, bytes: Uint8Array) => {
    world.send(1, writePtp('data', of.code, of.transaction, bytes));
  };
  const operations: Record<number, (command: PtpContainer) => number> = {
    [ptp.openSession]() {
      const code = open ? ptp.sessionAlreadyOpen : ptp.ok;
      open = true;
      return code;
    },
    [ptp.closeSession]() {
      open = false;
      return ptp.ok;
    },
    [ptp.getDeviceInfo](command) {
      const supported = Object.keys(operations).map(Number);
      data(
        command,
        Uint8Array.from([
          ...u16(100),
          ...u32(6),
          ...u16(100),
          ...writePtpText('proofdesk'),
          ...u16(0),
          ...u32(supported.length),
          ...supported.flatMap(u16),
          ...Array(4).fill(u32(0)).flat(),
          ...writePtpText('Proofdesk'),
          ...writePtpText('Page camera'),
          ...writePtpText('1.2'),
          ...writePtpText('SIMULATED'),
        ]),
      );
      return ptp.ok;
    },
    [ptp.getObjectHandles](command) {
      data(command, Uint8Array.from([...u32(pictures.size), ...[...pictures.keys()].flatMap(u32)]));
      return ptp.ok;
    },
    [ptp.initiateCapture]() {
      const handle = ++handles;
      const page = world.page();
      if (!page) return ptp.storeNotAvailable;
      pictures.set(handle, page);
      if (!world.mute) queueMicrotask(() => tell(handle));
      return ptp.ok;
    },
    [ptp.getObjectInfo](command) {
      const picture = pictures.get(command.params[0] ?? 0);
      if (!picture) return ptp.invalidHandle;
      data(command, Uint8Array.from([...u32(1), ...u16(ptp.exifJpeg), ...u16(0), ...u32(picture.length)]));
      return ptp.ok;
    },
    [ptp.getObject](command) {
      const picture = pictures.get(command.params[0] ?? 0);
      if (!picture) return ptp.invalidHandle;
      data(command, picture);
      return ptp.ok;
    },
    [ptp.deleteObject]: (command) => (pictures.delete(command.params[0] ?? 0) ? ptp.ok : ptp.invalidHandle),
  };
  const tell = (handle: number) => {
    const event = writePtp('event', ptp.objectAdded, 0, [handle]);
    for (let at = 0; at < event.length; at += 8) world.send(3, event.subarray(at, at + 8));
  };
  return {
    control({ type, request }: UsbControl) {
      if (type !== 'class' || request !== ptpReset) return null;
      open = false;
      commands.reset();
      return new Uint8Array();
    },
    /** Pictures still in the camera. */
    kept: () => pictures.size,
    received(_endpoint: number, bytes: Uint8Array) {
      for (const command of commands.push(bytes)) {
        if (command.kind !== 'command') continue;
        const refused = world.refuse?.(command.code);
        const code = refused ?? operations[command.code]?.(command) ?? ptp.operationNotSupported;
        world.send(1, writePtp('response', code, command.transaction));
      }
      return undefined;
    },
  };
}
