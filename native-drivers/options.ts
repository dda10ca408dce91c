import { parseArgs } from 'node:util';
import { ippUsbAddress } from '../electron/contract/named-devices.ts';
import { esclEndpoint } from './devices/escl-scanner.ts';
import { namedHidReader } from './devices/profiles.ts';
import { saneBus } from './devices/sane-scanner.ts';
import { namedPort } from './devices/serial-profiles.ts';
import { namedCamera } from './devices/usb-profiles.ts';
import { wiaBus } from './devices/wia-scanner.ts';
import { keyLayoutNamed } from './protocols/key-layouts.ts';
import type { DriverStationParts } from './station.ts';

export interface DriverOptions {
  simulate: boolean;
  specimens: string | null;
  webcam: string | null;
  /** What an operator has named, beside what is found by itself. */
  named: Pick<
    DriverStationParts,
    'namedPorts' | 'hidReaders' | 'cameras' | 'escl' | 'adapters' | 'sane' | 'wia' | 'keyboard'
  >;
  /** Where one device's exchange is written to. */
  record: { device: string; file: string; mask: boolean } | null;
  /** Recordings whose devices are played. */
  replay: readonly string[];
}

/**
 * The driver program's command line.
 *
 * `--simulate --specimens DIR --webcam FILE` adds simulated devices; `--escl URL` names page scanners, by default the one
 * ipp-usb serves on this machine; `--serial PATH[=PROFILE]` readers at ports whose device is not known by its USB ids;
 * `--hid-reader VVVV:PPPP@KEY=VALUE,…` readers whose HID reports are their maker's own; `--page-camera VVVV:PPPP@DPI` still cameras over a table; `--adapter COMMAND` vendors' adapters. Each of these may be
 * given several times. `--wedge LAYOUT` expects a reader that is a keyboard set to that layout (us, uk, de, fr). `--sane` and `--wia` add the scanners of SANE and of Windows. `--record ID=FILE` writes down what
 * goes to and fro with a device, with `--mask` without personal data; `--replay FILE` plays a device that was recorded.
 *
 * @param say hears of what cannot be meant; it is left out, for the other devices must not suffer
 */
export function driverOptions(args: readonly string[], say: (complaint: string) => void): DriverOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      simulate: { type: 'boolean', default: false },
      specimens: { type: 'string' },
      webcam: { type: 'string' },
      serial: { type: 'string', multiple: true, default: [] },
      'hid-reader': { type: 'string', multiple: true, default: [] },
      'page-camera': { type: 'string', multiple: true, default: [] },
      adapter: { type: 'string', multiple: true, default: [] },
      escl: { type: 'string', multiple: true, default: [ippUsbAddress] },
      sane: { type: 'boolean', default: false },
      wia: { type: 'boolean', default: false },
      wedge: { type: 'string' },
      record: { type: 'string' },
      mask: { type: 'boolean', default: false },
      replay: { type: 'string', multiple: true, default: [] },
    },
  });
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const texts = (value: unknown) => [value].flat().flatMap((one) => text(one) ?? []);
  const named = <T>(option: string, read: (text: string) => T | null): T[] =>
    texts(values[option]).flatMap((name) => {
      const meant = read(name);
      if (meant === null) say(`--${option} ${name}: there is no such thing`);
      return meant ?? [];
    });
  const [keyboard] = named('wedge', keyLayoutNamed);
  const [, device, file] = /^(.+?)=(.+)$/.exec(text(values.record) ?? '') ?? [];
  if (values.record !== undefined && !device) say('--record takes ID=FILE');
  return {
    simulate: values.simulate === true,
    specimens: text(values.specimens),
    webcam: text(values.webcam),
    named: {
      namedPorts: named('serial', namedPort),
      hidReaders: named('hid-reader', namedHidReader),
      cameras: named('page-camera', namedCamera),
      escl: named('escl', (url) => (URL.canParse(url) ? esclEndpoint(new URL(url)) : null)),
      adapters: texts(values.adapter).map((command) => ({ command })),
      ...(values.sane === true && { sane: saneBus() }),
      ...(values.wia === true && { wia: wiaBus() }),
      ...(keyboard && { keyboard }),
    },
    record: device && file ? { device, file, mask: values.mask === true } : null,
    replay: texts(values.replay),
  };
}
