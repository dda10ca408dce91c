import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readSaneList, readSaneOptions, saneFault } from '../protocols/sane.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { makeSpecimens } from '../testing/specimens.ts';
import { childRunner, type RunChild } from '../transports/child.ts';
import { saneArguments, saneBus, saneSource } from './sane-scanner.ts';
import { saneScanners } from './system-scanners.ts';

const options = `
All options specific to device \`x':
  Scan Mode:
    --mode Lineart|Gray|Color [Gray] [advanced]
        Selects the scan mode.
    --resolution 75|150|300|600dpi [75]
    --source Flatbed|ADF|ADF Duplex [Flatbed]
    --brightness -100..100% (in steps of 1) [0]
`;

describe('what scanimage prints', () => {
  it('is a list of devices, cameras and eSCL left out', () => {
    const text =
      'Output format is not set\ndevice\tgenesys:libusb:001:004\tCanon\tLiDE 220\ndevice\tv4l:/dev/video0\tNoname\tCam\ndevice\tairscan:e0:X\teSCL\tX\ndevice\t\t\t\n';
    expect(readSaneList(text)).toEqual([
      { device: 'genesys:libusb:001:004', vendor: 'Canon', model: 'LiDE 220' },
    ]);
  });

  it('is what the scanner can do, listed or as a range', () => {
    expect(readSaneOptions(options)).toEqual({
      modes: ['Lineart', 'Gray', 'Color'],
      sources: ['Flatbed', 'ADF', 'ADF Duplex'],
      resolutions: [75, 150, 300, 600],
    });
    expect(readSaneOptions('    --resolution 50..400dpi (in steps of 1) [50]\n').resolutions).toEqual([
      75, 100, 150, 200, 240, 300, 400,
    ]);
    expect(readSaneOptions('    --mode[=(yes|no)] [inactive]\n')).toEqual({
      modes: [],
      sources: [],
      resolutions: [],
    });
  });

  it('becomes what is asked of it, in its own words', () => {
    const has = readSaneOptions(options);
    expect(saneArguments(has, { dotsPerInch: 200 })).toEqual({
      dotsPerInch: 300,
      args: ['--resolution=300', '--mode=Color', '--source=Flatbed'],
    });
    expect(
      saneArguments(has, { dotsPerInch: 900, color: 'gray', from: 'feeder', duplex: true }).args,
    ).toEqual(['--resolution=600', '--mode=Gray', '--source=ADF Duplex']);
    const bare = { modes: [], sources: [], resolutions: [] };
    expect(saneArguments(bare, { dotsPerInch: 300 })).toEqual({ args: [], dotsPerInch: 300 });
    expect(() => saneArguments(bare, { dotsPerInch: 300, from: 'feeder' })).toThrow('no such feeder');
  });

  it('names what is wrong, and takes what it does not know for a failure', () => {
    expect(saneFault('scanimage: open of device test:9 failed: Invalid argument')).toBe(
      'device/disconnected-before-sending',
    );
    expect(saneFault('Segmentation fault')).toBe('device/failed');
  });
});

const here = existsSync('/usr/bin/scanimage');
const backend = (name: string) =>
  readdirSync('/usr/lib').some((folder) => existsSync(`/usr/lib/${folder}/sane/libsane-${name}.so.1`));

/** SANE with one backend only, configured in a folder of its own. */
function saneWith(files: Record<string, string>): { run: RunChild; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-sane-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return {
    run: childRunner('/usr/bin/scanimage', { SANE_CONFIG_DIR: folder }),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

describe.skipIf(!here || !backend('test'))('SANE, with the scanners of its own test backend', () => {
  let sane: ReturnType<typeof saneWith>;
  beforeAll(() => {
    sane = saneWith({ 'dll.conf': 'test\n', 'test.conf': '' });
  });
  afterAll(() => sane.remove());
  const device = { device: 'test:0', vendor: 'Noname', model: 'frontend-tester' };

  it('lists them, says what they can do, and scans', async () => {
    const bus = saneBus({ run: sane.run, watch: () => () => {} });
    expect(await bus.list()).toEqual([device, { ...device, device: 'test:1' }]);
    await bus.close();
    const source = saneSource(device, sane.run);
    expect(await source.describe()).toEqual({ name: 'Noname frontend-tester' });
    const page = await source.scan({ dotsPerInch: 300 });
    expect(page).toMatchObject({ mediaType: 'image/png', dotsPerInch: 300 });
    const { width, height } = PNG.sync.read(Buffer.from(page.bytes));
    expect([Math.round((width / 300) * 25.4), Math.round((height / 300) * 25.4)]).toEqual([80, 100]);
  });

  it.each([
    ['SANE_STATUS_DEVICE_BUSY', 'device/busy'],
    ['SANE_STATUS_JAMMED', 'device/jam'],
    ['SANE_STATUS_NO_DOCS', 'device/no-document'],
    ['SANE_STATUS_COVER_OPEN', 'device/cover-open'],
    ['SANE_STATUS_ACCESS_DENIED', 'device/access-denied'],
    ['SANE_STATUS_IO_ERROR', 'device/disconnected-while-sending'],
  ])('names %s', async (status, code) => {
    const run: RunChild = (order) =>
      sane.run({ ...order, args: [...order.args, `--read-return-value=${status}`] });
    await expect(saneSource(device, run).scan({ dotsPerInch: 75 })).rejects.toMatchObject({ code });
  });

  it('names a scanner that is gone, and stops when it is called off', async () => {
    const away = saneSource({ ...device, device: 'test:9' }, sane.run);
    await expect(away.describe()).rejects.toMatchObject({ code: 'device/disconnected-before-sending' });
    const slow: RunChild = (order) =>
      sane.run({ ...order, args: [...order.args, '--read-delay=yes', '--read-delay-duration=200000'] });
    const off = new AbortController();
    const scan = saneSource(device, slow).scan({ dotsPerInch: 600, signal: off.signal });
    setTimeout(() => off.abort(), 300);
    const began = performance.now();
    await expect(scan).rejects.toMatchObject({ code: 'drivers/cancelled' });
    expect(performance.now() - began).toBeLessThan(6000);
  });

  it('is kept as devices of the station', async () => {
    const bus = saneBus({ run: sane.run, watch: () => () => {} });
    const scanners = saneScanners(
      bus,
      () => {},
      (info) => saneSource(info, sane.run),
    );
    await vi.waitFor(
      () =>
        expect(scanners.devices().map((one) => one.snapshot())).toMatchObject([
          { id: 'sane:Noname-frontend-tester', state: 'ready', transport: 'sane' },
          { id: 'sane:Noname-frontend-tester#2', state: 'ready' },
        ]),
      5000,
    );
    const { reading } = await scanners.kept()[1]!.scanner.scan(100);
    expect(reading).toMatchObject({ kind: 'image', dotsPerInch: 100 });
    await scanners.close();
  });
});

describe.skipIf(!here || !backend('airscan'))(
  'our simulated scanner, with the eSCL client of sane-airscan',
  () => {
    const cleanUp: (() => unknown)[] = [];
    afterEach(async () => {
      for (const step of cleanUp.splice(0).reverse()) await step();
    });

    it('is understood by it, and through it by us', async () => {
      const specimens = makeSpecimens();
      cleanUp.push(specimens.remove);
      const simulator = await startSimulator({ specimens: specimens.folder, webcam: null });
      cleanUp.push(() => simulator.close());
      await simulator.act({ type: 'present', person: 'anna', document: 'passport' });
      const { base } = simulator.escl[0]!;
      const sane = saneWith({
        'dll.conf': 'airscan\n',
        'airscan.conf': `[devices]\n"Desk" = ${base.href}, eSCL\n[options]\ndiscovery = disable\n`,
      });
      cleanUp.push(sane.remove);
      const source = saneSource({ device: 'airscan:e0:Desk', vendor: 'eSCL', model: 'Desk' }, sane.run);
      const page = await source.scan({ dotsPerInch: 300 });
      const { width, height } = PNG.sync.read(Buffer.from(page.bytes));
      expect([width > 0, height > 0]).toEqual([true, true]);
    });
  },
);
