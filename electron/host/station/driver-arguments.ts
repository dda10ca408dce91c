import { ippUsbAddress } from '../../contract/named-devices.ts';
import type { StationDevices } from './station-file.ts';

/**
 * The devices a station file names as arguments of the driver program (`native-drivers/options.ts`). Each is one
 * argument, so that no name can be taken for an option. The scanner that ipp-usb serves is found by itself whatever
 * else is named.
 */
export function driverArguments(devices: StationDevices): string[] {
  const { keyboardReader, serialPorts, hidReaders, escl, pageCameras, adapters, sane, wia } = devices;
  const each = (option: string, values: readonly string[]) => values.map((value) => `--${option}=${value}`);
  return [
    ...each('wedge', keyboardReader ? [keyboardReader.layout] : []),
    ...each('serial', serialPorts),
    ...each('hid-reader', hidReaders),
    ...each('escl', escl.length > 0 ? [...new Set([ippUsbAddress, ...escl])] : []),
    ...each('page-camera', pageCameras),
    ...each('adapter', adapters),
    ...(sane ? ['--sane'] : []),
    ...(wia ? ['--wia'] : []),
  ];
}
