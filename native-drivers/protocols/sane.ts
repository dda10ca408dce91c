import type { DeviceFault } from '../../electron/contract/index.ts';

/** A scanner as `scanimage` lists it. */
export interface SaneDevice {
  /** Its name to SANE; most hold the place on the bus, which is another after a replug. */
  device: string;
  vendor: string;
  model: string;
}

/** What scanimage is asked to list devices in: lines that only it writes, the fields apart. */
export const saneListFormat = 'device\t%d\t%v\t%m%n';

const maxDevices = 32;

/** Cameras are no scanners, and what SANE reaches by eSCL we reach ourselves. */
const notOurs = /^(?:v4l|airscan|escl):/;

export function readSaneList(text: string): SaneDevice[] {
  return text
    .split('\n')
    .flatMap((line) => {
      const [mark, device = '', vendor = '', model = ''] = line.split('\t');
      const cut = (field: string) => field.trim().slice(0, 60);
      if (mark !== 'device' || device === '' || device.length > 200 || notOurs.test(device)) return [];
      return [{ device, vendor: cut(vendor), model: cut(model) }];
    })
    .slice(0, maxDevices);
}

/** What of a scanner's options is used; empty lists where it has no such option. */
export interface SaneOptions {
  modes: string[];
  sources: string[];
  /** Dots per inch, rising. */
  resolutions: number[];
}

const steps = [75, 100, 150, 200, 240, 300, 400, 600, 1200];

/** Reads what `scanimage --all-options` prints: an option is a line of its name, its values parted by bars, its default. */
export function readSaneOptions(text: string): SaneOptions {
  const values = (name: string): string[] => {
    const line = new RegExp(`^ +--${name} (.{1,4000}?)(?: \\[[^\\]]*\\])?(?: \\[[^\\]]*\\])?\\s*$`, 'm').exec(
      text,
    );
    return line ? line[1]!.split('|').map((one) => one.trim()) : [];
  };
  return {
    modes: values('mode').slice(0, 32),
    sources: values('source').slice(0, 32),
    resolutions: readResolutions(values('resolution').slice(0, 200)),
  };
}

function readResolutions(values: readonly string[]): number[] {
  const [, from, to] =
    /^(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)(?:dpi)?(?: \(in steps of .*\))?$/.exec(values[0] ?? '') ?? [];
  if (from && to) return steps.filter((dpi) => dpi >= Number(from) && dpi <= Number(to));
  const listed = values.map((one) => Number.parseInt(one, 10)).filter((dpi) => dpi > 0 && dpi < 10_000);
  return [...new Set(listed)].sort((left, right) => left - right);
}

/** The texts of `sane_strstatus`, and what they mean to whoever stands before the scanner. */
const texts: readonly (readonly [string, DeviceFault])[] = [
  ['feeder jammed', 'device/jam'],
  ['feeder out of documents', 'device/no-document'],
  ['cover is open', 'device/cover-open'],
  ['device busy', 'device/busy'],
  ['access to resource has been denied', 'device/access-denied'],
  ['permission denied', 'device/access-denied'],
  ['error during device i/o', 'device/disconnected-while-sending'],
  ['out of memory', 'device/failed'],
];

/** The fault behind a complaint of scanimage. */
export function saneFault(complaint: string): DeviceFault {
  const said = complaint.toLowerCase();
  const named = texts.find(([text]) => said.includes(text));
  if (named) return named[1];
  // The name it was opened under is no longer one.
  return /open of device .* failed: invalid argument/.test(said) || said.includes('no sane devices found')
    ? 'device/disconnected-before-sending'
    : 'device/failed';
}
