import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ippUsbRuns } from './ipp-usb-daemon.ts';

const folder = mkdtempSync(join(tmpdir(), 'proofdesk-ipp-usb-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === 'win32')('ipp-usb', () => {
  it('runs when it can be asked, whether or not it serves anything, and not when only its file is left', async () => {
    const path = join(folder, 'ctrl');
    const places = [{ path }, { path: join(folder, 'nothing') }];
    expect(await ippUsbRuns(places)).toBe(false);
    const server = createServer();
    await new Promise<void>((done) => server.listen(path, done));
    expect(await ippUsbRuns(places)).toBe(true);
    await new Promise((done) => server.close(done));
    writeFileSync(path, '');
    expect(await ippUsbRuns(places)).toBe(false);
  });
});
