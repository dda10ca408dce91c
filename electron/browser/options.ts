import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const help = `The kiosk in the system's Chromium.

  --data DIR        where the vault lives (default: ~/.local/share/proofdesk)
  --station FILE    this kiosk's settings (JSON)
  --simulate        virtual reader, scanner and webcam in place of real ones
  --port N          loopback port of the pages (default: a free one)
  --no-window       open no window; print the addresses to open instead
  --staff           a staff window also where no staff sit (self-service, offline)
  --no-vision       start no face engine of our own; wait for one to connect
  --json            print what is ready as JSON lines instead of text
`;

export interface BrowserShellOptions {
  data: string;
  station: string | null;
  simulate: boolean;
  port: number;
  window: boolean;
  vision: boolean;
  staff: boolean;
  json: boolean;
  help: boolean;
}

/** @throws TypeError of node:util when a flag is unknown or lacks its value */
export function readOptions(argv: string[]): BrowserShellOptions {
  const { values } = parseArgs({
    args: argv,
    allowNegative: true,
    options: {
      data: { type: 'string', default: join(homedir(), '.local/share/proofdesk') },
      station: { type: 'string' },
      simulate: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      window: { type: 'boolean', default: true },
      vision: { type: 'boolean', default: true },
      staff: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new TypeError('--port takes a number from 0 to 65535');
  return {
    ...values,
    port,
    data: resolve(values.data),
    station: values.station ? resolve(values.station) : null,
  };
}
