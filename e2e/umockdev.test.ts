import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { specimenLines } from '../native-drivers/testing/specimens.ts';

const root = join(import.meta.dirname, '..');
const fixture = (name: string) => join(import.meta.dirname, 'virtual-hardware/fixtures', name);

/** Why devices described in text cannot be shown to the drivers here; null when they can. */
function whyNoUmockdev(): string | null {
  if (process.platform !== 'linux') return 'it pretends to be Linux';
  if (spawnSync('umockdev-run', ['--version']).status !== 0) return 'Debian package is missing: umockdev';
  return existsSync(join(root, 'out/main/drivers.js')) ? null : 'the driver process is not built';
}

const why = whyNoUmockdev();
if (why) console.warn(`devices described in text: skipped, ${why}`);

async function driversAmong(options: readonly string[], wanted: readonly string[]) {
  const { stdout } = await promisify(execFile)(
    'umockdev-run',
    [...options, '--', process.execPath, 'e2e/virtual-hardware/replay/main.ts', ...wanted],
    { cwd: root, timeout: 100_000 },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown;
}

/** No guest and no root: the C library's view of /sys and /dev is exchanged beneath the driver process. */
describe.skipIf(why !== null)('drivers among devices described in text', () => {
  it('find a HID reader by its report descriptor and read what its recording says', async () => {
    const node = '/dev/hidraw0';
    const options = [
      ...['--device', fixture('hid-reader.umockdev')],
      ...['--ioctl', `${node}=${fixture('hid-reader.ioctl')}`],
      ...['--script', `${node}=${fixture('hid-reader.script')}`],
    ];
    const id = 'hid:1209:0003:DESCRIBED-1';
    expect(await driversAmong(options, [id])).toEqual({
      devices: [{ id, name: 'Described passport reader', kind: 'mrz-reader', state: 'ready' }],
      lines: specimenLines,
    });
  });
});
