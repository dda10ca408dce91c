import type { Command, OptionValues } from '../command.ts';

/** The options by which an operator names devices; they are those of the driver program. */
export const deviceOptions = {
  serial: { type: 'string', multiple: true },
  'page-camera': { type: 'string', multiple: true },
  adapter: { type: 'string', multiple: true },
  escl: { type: 'string', multiple: true },
  sane: { type: 'boolean', default: false },
  wia: { type: 'boolean', default: false },
} as const satisfies Command['options'];

export const deviceOptionsHelp = `  --serial PATH[=KIND]       a reader at a serial port; KIND is lines, elyctis, honeywell, newland …
  --page-camera VVVV:PPPP@N  a still camera over a table, and its dots per inch
  --adapter COMMAND          a vendor's adapter
  --escl URL                 a page scanner at an address
  --sane, --wia              the scanners of SANE, those of Windows
`;

/** As arguments of the driver program. */
export function driverArguments(values: OptionValues): string[] {
  return Object.keys(deviceOptions).flatMap((name) => {
    const value = values[name];
    if (value === true) return [`--${name}`];
    return Array.isArray(value) ? value.flatMap((one) => [`--${name}`, String(one)]) : [];
  });
}
