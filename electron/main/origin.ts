import type { WindowRole } from '../contract/windows.ts';

export const appScheme = 'app';
export const appHost = 'kiosk';

/** Custom schemes have the opaque origin "null" in Node's URL, so scheme and host are compared by themselves. */
export function isOwnUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === `${appScheme}:` && url.host === appHost && !url.username && !url.password;
}

export function pageUrl(role: WindowRole): string {
  return `${appScheme}://${appHost}/${role}/index.html`;
}

/** Whether the address is the page of this role; a fragment or a query is the page's own business. */
export function isPageOf(role: WindowRole, text: string): boolean {
  return isOwnUrl(text) && new URL(text).pathname === `/${role}/index.html`;
}
