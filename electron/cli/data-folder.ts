import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { OptionValues } from './command.ts';

/** The `--data` of a command, else where the kiosk in the system's Chromium keeps its data. */
export function dataFolder(values: OptionValues): string {
  return typeof values.data === 'string' && values.data !== ''
    ? resolve(values.data)
    : join(homedir(), '.local/share/proofdesk');
}
