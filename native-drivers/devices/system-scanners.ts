import type { SaneDevice } from '../protocols/sane.ts';
import type { Bus } from '../transports/bus.ts';
import { type Keeper, keepDevices } from './keeper.ts';
import { pageScanner } from './page-scanner.ts';
import type { PageSource } from './page-source.ts';
import { type PluggedScanner, pluggedScanner } from './plugged-scanner.ts';
import { saneSource } from './sane-scanner.ts';
import { type WiaDevice, wiaSource } from './wia-scanner.ts';

export type SystemScanner<Info> = PluggedScanner<Info>;

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
          open: async () => parts.sourceOf(attached() ?? first),
        }),
      ),
  });
}

export function saneScanners(bus: Bus<SaneDevice>, changed: () => void, sourceOf = saneSource) {
  return systemScanners(bus, changed, {
    transport: 'sane',
    nameOf: ({ vendor, model }) => `${vendor} ${model}`.trim() || 'Scanner',
    keyOf: ({ device }) => device,
    sourceOf: (info) => sourceOf(info),
  });
}

export function wiaScanners(bus: Bus<WiaDevice>, changed: () => void, sourceOf = wiaSource) {
  return systemScanners(bus, changed, {
    transport: 'wia',
    nameOf: ({ name }) => name || 'Scanner',
    keyOf: ({ id }) => id,
    sourceOf: (info) => sourceOf(info),
  });
}
