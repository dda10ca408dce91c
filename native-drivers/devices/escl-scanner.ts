import { type EsclClient, esclClient } from '../protocols/escl/client.ts';
import { type HttpClient, httpRequest } from '../transports/http.ts';
import { type PageScanner, pageScanner } from './page-scanner.ts';
import type { PageSource } from './page-source.ts';

/** Where a page scanner answers. `base` includes the path, such as `http://localhost:60000/eSCL`. */
export interface EsclEndpoint {
  id: string;
  base: URL;
  simulated: boolean;
  /** How it is reached, where that is not the network. */
  http?: HttpClient;
}

/** The endpoint of an address; ipp-usb serves the first USB scanner on port 60000 of the loopback interface. */
export function esclEndpoint(base: URL): EsclEndpoint {
  return { id: `escl:${base.host}`, base, simulated: false };
}

export interface EsclScannerOptions {
  http?: HttpClient;
  client?: EsclClient;
  /** Milliseconds between two questions about its state. */
  pollEvery?: number;
}

/** A page scanner that speaks eSCL over the network or the loopback interface. */
export function esclScanner(
  { id, base, simulated }: EsclEndpoint,
  changed: () => void,
  { http = httpRequest, client = esclClient(base, http), pollEvery = 2000 }: EsclScannerOptions = {},
): PageScanner {
  const source = esclSource(client);
  return pageScanner({
    identity: { id, name: 'Page scanner', transport: 'escl', simulated },
    open: async () => source,
    changed,
    pollEvery,
  });
}

/** A scanner that speaks eSCL as a source of pages. @param close gives up the way to it */
export function esclSource(client: EsclClient, close: () => Promise<void> = async () => {}): PageSource {
  return {
    describe: async () => ({ name: (await client.capabilities()).makeAndModel }),
    status: async () => ({ fault: (await client.status()).fault }),
    scan: (order) => client.scan(order),
    close,
  };
}
