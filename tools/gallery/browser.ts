import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const known = [
  process.env.PROOFDESK_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The system's Chromium, or null where there is none. */
export function chromiumPath(): string | null {
  return known.find((path) => path && existsSync(path)) ?? null;
}

/** Opens it without a window and without anything that calls out. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
