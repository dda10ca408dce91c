import { CredentialError } from './errors.ts';
import { lookAsPhone, type OwnAddress } from './own-address.ts';

const EVERY_MS = 3_600_000;
/** While phones would refuse: whoever mends it sees at once that it is mended. */
const AGAIN_MS = 30_000;
/** A certificate that ends sooner is told, for somebody has to see to it. */
const SOON_MS = 14 * 86_400_000;

/** What a look found: why phones would refuse; that the certificate ends soon; that all is well; nothing yet, or nothing to look at. */
export type AddressFound = { fault: string } | { endsSoon: number } | 'well' | 'unseen';

/** Looks at this kiosk's address as phones do: before every offer, and every hour so that staff know before a visitor does. */
export function watchAddress({
  clock,
  told = () => {},
  ...address
}: OwnAddress & {
  clock: () => number;
  /** The code of what is wrong, and null when it no longer is. */
  told?: (code: string | null) => void;
}) {
  let found: AddressFound = 'unseen';
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  // Phones are on this machine where the issuer speaks plain http, which it does on loopback alone.
  const plain = address.issuerUrl.startsWith('http:');

  const faultOf = () => (typeof found === 'object' && 'fault' in found ? found.fault : null);

  function become(next: AddressFound): void {
    const before = faultOf();
    found = next;
    if (faultOf() !== before) told(faultOf());
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(look, faultOf() === null ? EVERY_MS : AGAIN_MS);
    timer.unref();
  }

  async function check(): Promise<void> {
    if (plain) return;
    try {
      const ends = await lookAsPhone(address);
      become(ends - clock() < SOON_MS ? { endsSoon: ends } : 'well');
    } catch (error) {
      become({ fault: error instanceof CredentialError ? error.code : 'credentials/address-unreachable' });
      throw error;
    }
  }

  const look = () => void check().catch(() => {});
  look();
  return {
    /** @throws CredentialError why phones would not take an offer now */
    check,
    found: () => found,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
