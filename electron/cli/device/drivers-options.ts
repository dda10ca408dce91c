import { readStationFile, driverArguments as stationArguments } from '../../host/station/index.ts';
import type { Command, OptionValues } from '../command.ts';

/** The options by which an operator names devices: those of the driver program. */
const named = {
  serial: { type: 'string', multiple: true },
  'hid-reader': { type: 'string', multiple: true },
  'page-camera': { type: 'string', multiple: true },
  adapter: { type: 'string', multiple: true },
  escl: { type: 'string', multiple: true },
  sane: { type: 'boolean', default: false },
  wia: { type: 'boolean', default: false },
} as const satisfies Command['options'];

/** They name devices one by one, or as a station file does. */
export const deviceOptions = { station: { type: 'string' }, ...named } as const satisfies Command['options'];

export const deviceOptionsHelp = `  --station FILE             the devices a station file names
  --serial PATH[=KIND]       a reader at a serial port; KIND is lines, elyctis, honeywell, newland …
  --hid-reader VVVV:PPPP@…   a reader whose HID reports are its maker's own (docs/devices.md)
  --page-camera VVVV:PPPP@N  a still camera over a table, and its dots per inch
  --adapter COMMAND          a vendor's adapter
  --escl URL                 a page scanner at an address
  --sane, --wia              the scanners of SANE, those of Windows
`;

/** As arguments of the driver program. @throws StationError naming the place in the station file */
export function driverArguments(values: OptionValues): string[] {
  const file = values.station === undefined ? null : String(values.station);
  const station = stationArguments(readStationFile(file).devices);
  const own = Object.keys(named).flatMap((name) => {
    const value = values[name];
    if (value === true) return [`--${name}`];
    return Array.isArray(value) ? value.map((one) => `--${name}=${String(one)}`) : [];
  });
  return [...station, ...own];
}
