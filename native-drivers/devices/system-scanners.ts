import type { SaneDevice } from '../protocols/sane.ts';
import type { Bus } from '../transports/bus.ts';
import { type Keeper, keepDevices } from './keeper.ts';
import { pageScanner } from './page-scanner.ts';
import type { PageSource } from './page-source.ts';
import { type PluggedScanner, pluggedScanner } from './plugged-scanner.ts';
import { saneSource } from './sane-scanner.ts';
import { type WiaDevice, wiaSource } from './wia-scanner.ts';

export type SystemScanner<Info> = PluggedScanner<Info>;

/** What is between a scanner and its source of pages, such as somebody who notes what goes to and fro. */
export type PagesOf = (
  scanner: { id: string; name: string; transport: 'sane' | 'wia' },
  source: PageSource,
) => PageSource;

/** Keeps one scanner for everything the system's own drivers list. */
function systemScanners<Info>(
  bus: Bus<Info>,
  changed: () => void,
  parts: {
    transport: 'sane' | 'wia';
    nameOf(info: Info): string;
    keyOf(info: Info): string;
    sourceOf(info: Info): PageSource;
  },
  pagesOf: PagesOf = (_, source) => source,
): Keeper<SystemScanner<Info>> {
  return keepDevices<Info, true, SystemScanner<Info>>(bus, {
    keyOf: parts.keyOf,
    // The names drivers give change with the place on the bus; what they call the model does not.
    idOf(info, rank) {
      const model = parts
        .nameOf(info)
        .replaceAll(/[^\w.-]+/g, '-')
        .slice(0, 80);
      return `${parts.transport}:${model}${rank === 1 ? '' : `#${rank}`}`;
    },
    profileOf: () => true,
    make: (id, first) =>
      pluggedScanner((attached) =>
        pageScanner({
          identity: { id, name: parts.nameOf(first), transport: parts.transport, simulated: bus.simulated },
          changed,
          plugged: true,
          // Asked once what it is, and then left alone: a question opens the device each time.
          open: async () =>
            pagesOf(
              { id, name: parts.nameOf(first), transport: parts.transport },
              parts.sourceOf(attached() ?? first),
            ),
        }),
      ),
  });
}

export function saneScanners(
  bus: Bus<SaneDevice>,
  changed: () => void,
  sourceOf = saneSource,
  pagesOf?: PagesOf,
) {
  const parts = {
    transport: 'sane' as const,
    nameOf: ({ vendor, model }: SaneDevice) => `${vendor} ${model}`.trim() || 'Scanner',
    keyOf: ({ device }: SaneDevice) => device,
    sourceOf: (info: SaneDevice) => sourceOf(info),
  };
  return systemScanners(bus, changed, parts, pagesOf);
}

export function wiaScanners(
  bus: Bus<WiaDevice>,
  changed: () => void,
  sourceOf = wiaSource,
  pagesOf?: PagesOf,
) {
  const parts = {
    transport: 'wia' as const,
    nameOf: ({ name }: WiaDevice) => name || 'Scanner',
    keyOf: ({ id }: WiaDevice) => id,
    sourceOf: (info: WiaDevice) => sourceOf(info),
  };
  return systemScanners(bus, changed, parts, pagesOf);
}
