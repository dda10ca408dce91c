import { expect, it } from 'vitest';
import { driverOptions } from '../../../native-drivers/options.ts';
import { hostToShell } from '../../contract/shell.ts';
import { driverArguments } from './driver-arguments.ts';
import { stationDevices } from './station-file.ts';

const everything = {
  keyboardReader: { layout: 'de' },
  serialPorts: ['/dev/ttyS0=elyctis', '/dev/ttyS1'],
  hidReaders: ['1a2b:3c4d@report=01,length=1,end=03'],
  escl: ['http://192.0.2.7/eSCL'],
  pageCameras: ['04e8:6866@300'],
  adapters: ['"C:\\Program Files\\Vendor\\adapter.exe" --quiet'],
  sane: true,
  wia: true,
};

it('names nothing where the station file names nothing', () => {
  expect(driverArguments(stationDevices.parse(undefined))).toEqual([]);
});

it('says to the driver program what the station file says', () => {
  const args = driverArguments(stationDevices.parse(everything));
  expect(args).toContain('--wedge=de');
  const complaints: string[] = [];
  const { named, ...rest } = driverOptions(args, (complaint) => complaints.push(complaint));
  expect(complaints).toEqual([]);
  expect(named.namedPorts).toEqual([
    { path: '/dev/ttyS0', profile: 'elyctis' },
    { path: '/dev/ttyS1', profile: 'lines' },
  ]);
  expect(named.escl.map(({ id }) => id)).toEqual(['escl:localhost:60000', 'escl:192.0.2.7']);
  expect(named.hidReaders).toMatchObject([
    {
      match: { vendorId: 0x1a2b, productId: 0x3c4d, usagePage: 0xff00 },
      protocol: 'text-reports',
      layout: { reportId: 1, lengthAt: 1, textAt: 2, end: 3 },
    },
  ]);
  expect(named.cameras).toMatchObject([{ match: { vendorId: 0x04e8, productId: 0x6866 }, dotsPerInch: 300 }]);
  expect(named.adapters).toEqual([{ command: '"C:\\Program Files\\Vendor\\adapter.exe" --quiet' }]);
  expect(Object.keys(named)).toEqual(expect.arrayContaining(['sane', 'wia']));
  expect(rest).toMatchObject({ simulate: false, record: null, replay: [] });
});

it('takes no name for an option', () => {
  const args = driverArguments(
    stationDevices.parse({ serialPorts: ['--simulate'], adapters: ['--record x=/etc/passwd'] }),
  );
  const { simulate, record, named } = driverOptions(args, () => {});
  expect([simulate, record]).toEqual([false, null]);
  expect(named.namedPorts).toEqual([{ path: '--simulate', profile: 'lines' }]);
});

it('fits into the message to Electron, however much is named', () => {
  const many = stationDevices.parse({
    ...everything,
    serialPorts: Array.from({ length: 16 }, (_, count) => `/dev/${'x'.repeat(280)}${count}`),
    escl: Array.from({ length: 16 }, (_, count) => `http://${count}.example/${'x'.repeat(950)}`),
    pageCameras: Array.from({ length: 16 }, (_, count) => `04e8:68${count + 10}@300`),
    adapters: Array.from({ length: 8 }, () => 'x'.repeat(1000)),
  });
  expect(hostToShell.parse({ type: 'spawn-drivers', args: driverArguments(many) })).toBeTruthy();
});
