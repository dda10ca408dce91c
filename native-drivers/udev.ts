import { type HidProfile, hidProfiles } from './devices/profiles.ts';
import { serialProfiles } from './devices/serial-profiles.ts';
import { type PageCameraProfile, usbReaderProfiles } from './devices/usb-profiles.ts';

interface Maker {
  vendorId: number;
  names: string[];
}

/** pid.codes lends this one for tests; what has it is simulated. */
const testing = 0x1209;
const hex = (value: number) => value.toString(16).padStart(4, '0');
const grant = 'TAG+="uaccess", GROUP="proofdesk", MODE="0660"';

/**
 * The udev rules for every device there is a profile for: the person at the seat may use them without being root, and
 * the kiosk's group may where it runs without a seat.
 *
 * @param cameras page cameras an operator has named
 * @param readers HID readers an operator has named
 */
export function udevRules(
  cameras: readonly PageCameraProfile[] = [],
  readers: readonly HidProfile[] = [],
): string {
  const hid = makersOf(hidProfiles.map(({ match, name }) => ({ vendorId: match.vendorId, name })));
  const serial = makersOf(serialProfiles.map(({ match, name }) => ({ vendorId: match?.vendorId, name })));
  const usb = makersOf(usbReaderProfiles.map(({ match, name }) => ({ vendorId: match.vendorId, name })));
  const lines = (makers: readonly Maker[], rule: (vendor: string) => string) =>
    makers.flatMap(({ vendorId, names }) => [`# ${names.join(', ')}`, rule(hex(vendorId))]);
  return `${[
    '# Document readers and scanners of Proofdesk, generated from its device profiles (proofdesk device udev): the person at',
    "# the seat may use them without being root, and the kiosk's group may where it runs without a seat. Has to sort before",
    '# 73-seat-late.rules, which acts on the tag. Chip readers need no rule: they belong to pcscd.',
    '# A reader that is not in the list (HID POS, usage page 0x8c; or a serial port) needs a line of its own.',
    '',
    ...lines(
      hid,
      (vendor) => `KERNEL=="hidraw*", SUBSYSTEM=="hidraw", ATTRS{idVendor}=="${vendor}", ${grant}`,
    ),
    ...readers.flatMap(({ match: { vendorId = 0, productId = 0 } }) => [
      '# Document reader',
      `KERNEL=="hidraw*", SUBSYSTEM=="hidraw", ATTRS{idVendor}=="${hex(vendorId)}", ATTRS{idProduct}=="${hex(productId)}", ${grant}`,
    ]),
    '',
    '# Serial ports on USB; ModemManager would talk to them as if they were modems.',
    ...lines(
      serial,
      (vendor) =>
        `SUBSYSTEM=="tty", KERNEL=="ttyACM*|ttyUSB*", ATTRS{idVendor}=="${vendor}", ENV{ID_MM_DEVICE_IGNORE}="1", ${grant}`,
    ),
    '',
    '# Scanners that speak HTTP over USB, for machines on which ipp-usb does not serve them.',
    `SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ENV{ID_USB_INTERFACES}=="*:070104:*", ${grant}`,
    ...lines(
      usb,
      (vendor) => `SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ATTR{idVendor}=="${vendor}", ${grant}`,
    ),
    ...cameras.flatMap(({ match }) => [
      '# Page camera',
      `SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ATTR{idVendor}=="${hex(match.vendorId)}", ATTR{idProduct}=="${hex(match.productId)}", ${grant}`,
    ]),
  ].join('\n')}\n`;
}

/** One entry a maker, with what it makes; none for what has no vendor id or only a test one. */
function makersOf(all: readonly { vendorId: number | undefined; name: string }[]): Maker[] {
  const makers = new Map<number, Set<string>>();
  for (const { vendorId, name } of all) {
    if (vendorId === undefined || vendorId === testing) continue;
    makers.set(vendorId, (makers.get(vendorId) ?? new Set()).add(name));
  }
  return [...makers]
    .sort(([left], [right]) => left - right)
    .map(([vendorId, names]) => ({ vendorId, names: [...names] }));
}

/** What an operator does on Windows, where there are no rules: which driver each kind of device needs. */
export function windowsNotes(): string {
  const named = (all: readonly Maker[]) =>
    all.map(({ vendorId, names }) => `| \`${hex(vendorId)}\` | ${names.join(', ')} |`).join('\n');
  const hid = makersOf(hidProfiles.map(({ match, name }) => ({ vendorId: match.vendorId, name })));
  const serial = makersOf(serialProfiles.map(({ match, name }) => ({ vendorId: match?.vendorId, name })));
  return `# Drivers on Windows

Generated from the device profiles (\`proofdesk device udev --windows\`). Written after the makers' and Microsoft's
documentation; Proofdesk's drivers have not been run on Windows yet.

## Readers in HID POS mode

They need no driver. A reader that types like a keyboard has to be switched to HID POS (or "USB HID POS", "IBM SurePOS
without hand-held") with its programming barcode or tool.

| vendor | reader |
| --- | --- |
${named(hid)}

## Readers at a serial port

Windows 10 and later bring the driver for USB serial ports (\`usbser.sys\`); older readers need their maker's INF file. The
port is opened by one program at a time: close the maker's own tool.

| vendor | reader |
| --- | --- |
${named(serial)}

## Page scanners

A scanner on the network or behind its own eSCL service needs no driver; the station file names it (\`devices.escl\`). A
scanner on USB belongs to the driver its maker or Windows installs for it, and is reached through Windows Image Acquisition
(\`devices.wia\` of the station file). Reaching its USB pipes ourselves would need the WinUSB driver on its interfaces in the
place of that driver.

## Chip readers

They need no driver: Windows brings one for CCID readers, and the Smart Card service has to run.

## Page cameras

A still camera belongs to the Windows Portable Devices driver and is not reached by Proofdesk. Use its webcam mode, or a
vendor's adapter (vendor-adapter.md).
`;
}
