import type { Device, DeviceFault } from '../../electron/contract/index.ts';
import { cures } from './profiles.ts';

type Transport = Device['transport'];

/** Where a fault is cured otherwise than at a HID reader. */
const particular: Partial<Record<Transport, Partial<Record<DeviceFault, string>>>> = {
  serial: {
    'device/access-denied':
      'The system does not let Proofdesk open the serial port. Install the udev rules (proofdesk device udev), or add the user to the group dialout and sign in again.',
    'device/busy':
      'Another program has the serial port open, often ModemManager. Close it, or install the udev rules (proofdesk device udev).',
    'device/protocol':
      'The device does not speak as it should. Check that its port, its speed and its output mode are those of the station file.',
  },
  usb: {
    'device/access-denied':
      'The system does not let Proofdesk open the USB device. Install the udev rules (proofdesk device udev) and plug it in again; on Windows give it the WinUSB driver.',
    'device/busy':
      'A driver or another program has the USB device. Close it; a scanner that ipp-usb serves is reached through ipp-usb.',
    'device/protocol':
      'The device answers otherwise than a device of its class. Switch it off and on; if it stays, check its model.',
  },
  pcsc: {
    'device/access-denied':
      'The system does not let Proofdesk use the chip reader. On Linux allow its user the polkit actions org.debian.pcsc-lite.access_pcsc and access_card.',
    'device/busy':
      'Another program holds the document on the chip reader, often a smart card agent or a sign-in service. Close it.',
  },
  wedge: {
    'device/protocol':
      'What the reader typed is no text of a document in the layout of the station file. Set the reader and the station file to the same keyboard layout (docs/devices.md).',
  },
  escl: {
    'device/access-denied':
      'The scanner asks for a password. Switch off the sign-in for scanning in its settings.',
    'device/protocol':
      'The scanner sent something that is not eSCL. Update its firmware, or use another way to it.',
  },
};

/** What an operator does about a fault of a device on this bus, in one or two sentences. */
export function cureOf(fault: DeviceFault, transport: Transport): string {
  return particular[transport]?.[fault] ?? cures[fault];
}
