import { DeviceError, DriverError } from '../errors.ts';
import { mediaTypeOf, type ScannedPage, type ScanOrder } from '../protocols/page.ts';
import {
  readSaneList,
  readSaneOptions,
  type SaneDevice,
  type SaneOptions,
  saneFault,
  saneListFormat,
} from '../protocols/sane.ts';
import { type Bus, watchedList } from '../transports/bus.ts';
import { ChildError, type ChildResult, childRunner, type RunChild } from '../transports/child.ts';
import { watchUsb } from '../transports/usb-hotplug.ts';
import type { PageSource } from './page-source.ts';

const listLimit = 20_000;
const optionsLimit = 15_000;
const scanLimit = 120_000;
const maxText = 256 * 1024;
const maxPage = 64 * 1024 * 1024;

export interface SaneBusOptions {
  run?: RunChild;
  /** Milliseconds between two looks: each asks every driver of SANE, and some of those ask the network. */
  pollEvery?: number;
  watch?: (changed: () => void) => () => void;
}

/** The scanners SANE knows, through its own program: its drivers are many and of all ages, and die in a process of their own. */
export function saneBus({
  run = childRunner('scanimage'),
  pollEvery = 30_000,
  watch = watchUsb,
}: SaneBusOptions = {}): Bus<SaneDevice> {
  const ask = async (): Promise<SaneDevice[]> => {
    const { output } = await run({ args: ['-f', saneListFormat], timeout: listLimit, maxBytes: maxText });
    return readSaneList(new TextDecoder().decode(output));
  };
  const { list, onChange, stop } = watchedList(ask, ({ device }) => device, { pollEvery, watch });
  return { simulated: false, list, onChange, close: async () => stop() };
}

/** A scanner that SANE drives, as a source of pages. */
export function saneSource(
  { device, vendor, model }: SaneDevice,
  run: RunChild = childRunner('scanimage'),
): PageSource {
  let options: SaneOptions | null = null;
  const ask = async (): Promise<SaneOptions> => {
    const args = ['-d', device, '--all-options'];
    const { output } = await calling(run({ args, timeout: optionsLimit, maxBytes: maxText }));
    return readSaneOptions(new TextDecoder().decode(output));
  };
  return {
    async describe() {
      options = await ask();
      return { name: `${vendor} ${model}`.trim() };
    },
    // SANE has no question for it; what is wrong shows when a page is scanned.
    status: async () => ({ fault: null }),
    async scan(order) {
      options ??= await ask();
      const { args, dotsPerInch } = saneArguments(options, order);
      const { signal } = order;
      const { output } = await calling(
        run({ args: ['-d', device, '--format=png', ...args], timeout: scanLimit, maxBytes: maxPage, signal }),
      );
      const mediaType = mediaTypeOf(output);
      if (!mediaType) throw new DeviceError('device/protocol', 'scanimage sent no picture');
      return { bytes: output, mediaType, dotsPerInch } satisfies ScannedPage;
    },
    close: async () => {},
  };
}

/** How scanimage is told what is wanted, in the words of this scanner's own driver. */
export function saneArguments(
  { modes, sources, resolutions }: SaneOptions,
  order: ScanOrder,
): { args: string[]; dotsPerInch: number } {
  const dotsPerInch =
    resolutions.find((dpi) => dpi >= order.dotsPerInch) ?? resolutions.at(-1) ?? order.dotsPerInch;
  const like = (values: readonly string[], pattern: RegExp) => values.find((one) => pattern.test(one));
  const mode = like(modes, order.color === 'gray' ? /gr[ae]y/i : /color|colour/i) ?? like(modes, /gr[ae]y/i);
  const feeder = order.duplex ? /duplex/i : /adf|feeder/i;
  const source = like(sources, order.from === 'feeder' ? feeder : /flat|platen|normal/i);
  if (order.from === 'feeder' && !source)
    throw new DeviceError('device/failed', 'the scanner has no such feeder');
  return {
    dotsPerInch,
    args: [
      ...(resolutions.length > 0 ? [`--resolution=${dotsPerInch}`] : []),
      ...(mode ? [`--mode=${mode}`] : []),
      ...(source ? [`--source=${source}`] : []),
    ],
  };
}

/** @throws DeviceError; DriverError `drivers/cancelled` */
async function calling(run: Promise<ChildResult>): Promise<ChildResult> {
  try {
    const result = await run;
    if (result.code === 0) return result;
    throw new DeviceError(saneFault(result.complaint), 'the scanner did not scan');
  } catch (cause) {
    if (!(cause instanceof ChildError)) throw cause;
    if (cause.code === 'child/cancelled')
      throw new DriverError('drivers/cancelled', 'the scan was called off', { cause });
    if (cause.code === 'child/time-out') throw new DeviceError('device/time-out', cause.message, { cause });
    throw new DeviceError('device/failed', cause.message, { cause });
  }
}
