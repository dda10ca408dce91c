import type { Session } from 'electron';
import { isOwnUrl } from './origin.ts';

/** Whether a page may load this address: the app's own scheme, and what a page of it made in memory. */
export function mayLoad(address: string, development: boolean): boolean {
  if (address.startsWith('blob:')) return isOwnUrl(address.slice('blob:'.length));
  if (address.startsWith('data:image/')) return true;
  if (development && address.startsWith('devtools:')) return true;
  return isOwnUrl(address);
}

/** The pages have no network: whatever leaves the station leaves it through the host. */
export function cutNetwork(session: Session, development: boolean): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !mayLoad(details.url, development) });
  });
  // Chromium would fetch dictionaries from the Internet.
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
}
