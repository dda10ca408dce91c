import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { device, deviceFault, type deviceKind } from '../../../electron/contract/index.ts';
import { cureText, deviceFaults, deviceName, devicesSummary, sortDevices, transports } from './devices.ts';
import { refusalText } from './refusals.ts';

describe('words for devices', () => {
  it('are there for every fault: what it is, and what to do', () => {
    for (const code of deviceFault.options) {
      const { title, cure } = deviceFaults[code];
      expect(title, code).toMatch(/^[A-Z].*[^.]$/);
      expect(cure, code).toMatch(/^[A-Z].*\.$/);
    }
    expect(new Set(Object.values(deviceFaults).map(({ title }) => title)).size).toBe(
      deviceFault.options.length,
    );
  });

  it('are there for every transport', () => {
    expect(Object.keys(transports).sort()).toEqual([...device.shape.transport.options].sort());
  });

  it('are there for every way a test or a simulation can be refused', () => {
    const codes = ['devices/station-devices.ts', 'kiosk/staff-commands.ts'].flatMap((file) => {
      const source = readFileSync(new URL(`../../../electron/host/${file}`, import.meta.url), 'utf8');
      return [...source.matchAll(/'((?:device|simulator)\/[a-z-]+)'/g)].map(([, code]) => code as string);
    });
    const refusals = [...new Set(codes)].filter((code) => !deviceFault.options.includes(code as never));
    expect(refusals.length).toBeGreaterThan(5);
    for (const code of refusals) expect(refusalText(code)).not.toContain(code);
  });

  it('prefer the cure the device told', () => {
    expect(cureText('device/jam', 'Pull the green lever.')).toBe('Pull the green lever.');
    expect(cureText('device/jam', '')).toBe(deviceFaults['device/jam'].cure);
  });
});

it('calls a simulated camera by its file, and every other device by its name', () => {
  const path = '/var/lib/proofdesk/simulator/webcam.mjpeg';
  expect(deviceName({ name: path, transport: 'media', simulated: true })).toBe('webcam.mjpeg');
  expect(deviceName({ name: 'C:\\kiosk\\webcam.mjpeg', transport: 'media', simulated: true })).toBe(
    'webcam.mjpeg',
  );
  expect(deviceName({ name: 'MFC-L2710/2730', transport: 'escl', simulated: false })).toBe('MFC-L2710/2730');
});

it('keeps the order of devices whoever comes first', () => {
  const one = (id: string, kind: (typeof deviceKind.options)[number], name = id) => ({ id, kind, name });
  const all = [
    one('c', 'camera'),
    one('b', 'page-scanner', 'B'),
    one('a', 'page-scanner', 'A'),
    one('m', 'mrz-reader'),
  ];
  const ids = ['m', 'a', 'b', 'c'];
  expect(sortDevices(all).map(({ id }) => id)).toEqual(ids);
  expect(sortDevices(all.toReversed()).map(({ id }) => id)).toEqual(ids);
});

it('sums up how the devices are', () => {
  const ready = { state: 'ready', fault: null } as const;
  const gone = { state: 'absent', fault: null } as const;
  expect(devicesSummary([ready, ready])).toBe('Both devices work.');
  expect(devicesSummary([ready, ready, ready])).toBe('All 3 devices work.');
  expect(devicesSummary([ready])).toBe('The device of this station works.');
  expect(devicesSummary([gone], false)).toContain('driver process is starting');
  expect(devicesSummary([gone])).toContain('needs attention');
  expect(devicesSummary([ready, gone, ready])).toBe('1 of 3 devices needs attention.');
  expect(devicesSummary([gone, gone, ready])).toBe('2 of 3 devices need attention.');
  expect(devicesSummary([ready, { state: 'opening', fault: null }])).toBe('1 of 2 devices is ready.');
});
