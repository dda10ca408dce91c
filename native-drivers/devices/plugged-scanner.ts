import type { KeptDevice } from './keeper.ts';
import type { PageScanner } from './page-scanner.ts';

/** A scanner of which its bus tells that it is there. */
export interface PluggedScanner<Info> extends KeptDevice<Info> {
  readonly scanner: PageScanner;
}

/** @param make is given where the scanner is attached at any time, null while it is not */
export function pluggedScanner<Info>(
  make: (attached: () => Info | null) => PageScanner,
): PluggedScanner<Info> {
  let attached: Info | null = null;
  const scanner = make(() => attached);
  return {
    scanner,
    device: scanner.device,
    get attached() {
      return attached;
    },
    attach(info) {
      attached = info;
      scanner.appear();
    },
    detach() {
      attached = null;
      void scanner.vanish();
    },
    close: () => scanner.close(),
  };
}
