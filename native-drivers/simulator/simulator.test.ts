import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DocumentRead, SimulatorAction } from '../../electron/contract/index.ts';
import { type DriverStation, driverStation } from '../station.ts';
import { makeSpecimens, specimenCard, specimenLicence, specimenLines } from '../testing/specimens.ts';
import { barcodeReaderId } from './barcode-reader.ts';
import { chipReaderId } from './chip-reader.ts';
import { emptyRoom } from './empty-room.ts';
import { jpegInfo } from './jpeg-size.ts';
import { pageScannerId } from './page-scanner.ts';
import { passportReaderId, withWrongCheckDigit } from './passport-reader.ts';
import { type Simulator, startSimulator } from './simulator.ts';

const present: SimulatorAction = { type: 'present', person: 'anna', document: 'passport' };
let specimens: ReturnType<typeof makeSpecimens>;
let simulator: Simulator;
let station: DriverStation;
const heard: { event: string; body: unknown }[] = [];
const ends = { crash: vi.fn(), hang: vi.fn() };
const hear = (event: string) => (body: unknown) => void heard.push({ event, body });
const of = (event: string) => heard.filter((one) => one.event === event).map((one) => one.body);

beforeEach(async () => {
  heard.length = 0;
  vi.clearAllMocks();
  specimens = makeSpecimens();
  simulator = await startSimulator({ specimens: specimens.folder, webcam: specimens.webcam, ends });
  station = driverStation({
    hid: [],
    escl: [],
    simulator,
    tell: {
      devicesChanged: hear('devices'),
      readStarted: hear('started'),
      documentRead: hear('read'),
      readFailed: hear('failed'),
      documentRemoved: hear('removed'),
      chipPresent: hear('chip'),
      chipGone: hear('chip gone'),
      simulatorChanged: hear('simulator'),
    },
  });
  await vi.waitFor(async () =>
    expect((await station.calls.list()).map((device) => device.state)).toEqual(Array(4).fill('ready')),
  );
});
afterEach(async () => {
  await station.close();
  specimens.remove();
});

const act = async (action: SimulatorAction) => station.calls.simulate(action);
const breakIt = (device: string, fault: Extract<SimulatorAction, { type: 'break' }>['fault']) =>
  act({ type: 'break', device, fault });
const scan = async () => station.calls.scan({ device: pageScannerId, dotsPerInch: 300 });
const device = async (id: string) => (await station.calls.list()).find((one) => one.id === id);

describe('the simulated station', () => {
  it('reads a document that is presented, over the real protocol', async () => {
    expect(await act(present)).toMatchObject({
      presented: { person: 'anna', document: 'passport', side: 'front' },
    });
    await vi.waitFor(() => expect(of('read')).toHaveLength(1), 2000);
    expect(of('started')).toEqual([passportReaderId]);
    expect((of('read')[0] as DocumentRead).reading).toEqual({ kind: 'lines', lines: specimenLines });
    await act({ type: 'remove' });
    expect(of('removed')).toEqual([passportReaderId]);
  });

  it('scans the page that lies there, byte for byte, and none when there is none', async () => {
    await expect(scan()).rejects.toMatchObject({ code: 'device/no-document' });
    expect((await device(pageScannerId))?.state).toBe('ready');
    await act(present);
    const { reading } = await scan();
    expect(reading).toEqual({
      kind: 'image',
      bytes: specimens.page,
      mediaType: 'image/jpeg',
      dotsPerInch: 300,
    });
  });

  it('lays a card with its front down, sends its lines, and turns it over', async () => {
    expect((await act({ ...present, document: 'card' })).presented?.side).toBe('front');
    expect((await scan()).reading).toMatchObject({ kind: 'image', bytes: specimens.sides.front });
    await vi.waitFor(() => expect(of('read')).toHaveLength(1), 2000);
    expect((of('read')[0] as DocumentRead).reading).toEqual({ kind: 'lines', lines: specimenCard });
    expect((await act({ type: 'turn' })).presented?.side).toBe('back');
    expect((await scan()).reading).toMatchObject({ kind: 'image', bytes: specimens.sides.back });
    expect((await act({ type: 'turn' })).presented?.side).toBe('front');
    await act({ type: 'turn' });
    expect((await act({ ...present, document: 'card' })).presented?.side).toBe('front');
  });

  it('reads the barcode of a licence, which has no lines, over many reports', async () => {
    const state = await act({ ...present, document: 'licence' });
    expect(state.people[0]?.documents).toEqual([
      { id: 'passport', label: 'Passport', twoSided: false, barcode: false, chip: true },
      { id: 'card', label: 'Card', twoSided: true, barcode: false, chip: true },
      { id: 'licence', label: 'Licence', twoSided: true, barcode: true, chip: false },
    ]);
    await act({ type: 'scan-barcode' });
    await vi.waitFor(() => expect(of('read')).toHaveLength(1), 2000);
    expect(of('started')).toEqual([barcodeReaderId]);
    expect(of('read')[0]).toMatchObject({
      source: barcodeReaderId,
      reading: { kind: 'barcode', text: specimenLicence, aim: ']L2' },
    });
    expect((await device(barcodeReaderId))?.kind).toBe('barcode-reader');
  });

  it.each([
    ['garbage', 'device/protocol'],
    ['unplug-mid-read', 'device/disconnected-while-sending'],
  ] as const)('breaks the barcode reader: %s', async (fault, code) => {
    await act({ ...present, document: 'licence' });
    await breakIt(barcodeReaderId, fault);
    await act({ type: 'scan-barcode' });
    await vi.waitFor(() => expect(of('failed')).toEqual([{ source: barcodeReaderId, code }]), 2000);
    expect(of('read')).toEqual([]);
    await breakIt(barcodeReaderId, 'none');
    await act({ type: 'plug', device: barcodeReaderId });
    await vi.waitFor(async () => expect((await device(barcodeReaderId))?.state).toBe('ready'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await act({ type: 'scan-barcode' });
    await vi.waitFor(() => expect(of('read')).toHaveLength(1), 2000);
  });

  it.each([
    ['garbage', 'device/protocol'],
    ['cover-open', 'device/cover-open'],
    ['jam', 'device/jam'],
    ['unplug-mid-read', 'device/disconnected-while-sending'],
  ] as const)('breaks the scanner: %s', async (fault, code) => {
    await act(present);
    await breakIt(pageScannerId, fault);
    await expect(scan()).rejects.toMatchObject({ code });
    expect((await device(pageScannerId))?.fault?.code).toBe(code);
    await breakIt(pageScannerId, 'none');
    await act({ type: 'plug', device: pageScannerId });
    expect((await scan()).reading.kind).toBe('image');
  });

  it.each([
    ['garbage', 'device/protocol'],
    ['unplug-mid-read', 'device/disconnected-while-sending'],
  ] as const)('breaks the reader: %s', async (fault, code) => {
    await breakIt(passportReaderId, fault);
    await act(present);
    await vi.waitFor(() => expect(of('failed')).toEqual([{ source: passportReaderId, code }]), 2000);
    expect(of('read')).toEqual([]);
  });

  it.each([
    ['half-frame', ['device/time-out'], 0],
    ['wrong-order', ['device/protocol', 'device/time-out'], 1],
    ['endless', ['device/protocol'], 0],
    ['duplicate', [], 2],
    ['stuck', [], 0],
  ] as const)(
    'the reader that is broken so reads again when it is not: %s',
    async (fault, codes, reads) => {
      await breakIt(passportReaderId, fault);
      await act(present);
      await new Promise((resolve) => setTimeout(resolve, 700));
      // What is half waits three seconds for its rest, and what has no end is given up after some thousand bytes.
      if (codes.length > 0) await vi.waitFor(() => expect(of('failed')).not.toEqual([]), 6000);
      for (const one of of('failed')) expect(codes).toContain((one as { code: string }).code);
      expect(of('failed').length > 0).toBe(codes.length > 0);
      expect(of('read').length).toBeLessThanOrEqual(reads);
      await breakIt(passportReaderId, 'none');
      await new Promise((resolve) => setTimeout(resolve, 600));
      heard.length = 0;
      await act(present);
      await vi.waitFor(() => expect(of('read')).toHaveLength(1), 2000);
      expect((of('read')[0] as DocumentRead).reading).toEqual({ kind: 'lines', lines: specimenLines });
    },
    12_000,
  );

  it.each([
    ['half-frame', 'device/disconnected-while-sending'],
    ['wrong-order', 'device/protocol'],
    ['endless', 'device/protocol'],
    ['stuck', 'device/busy'],
  ] as const)(
    'the scanner that is broken so scans again when it is not: %s',
    async (fault, code) => {
      await act(present);
      await breakIt(pageScannerId, fault);
      await expect(scan()).rejects.toMatchObject({ code });
      await breakIt(pageScannerId, 'none');
      await vi.waitFor(async () => expect((await scan()).reading.kind).toBe('image'), 8000);
    },
    20_000,
  );

  it.each(['half-frame', 'wrong-order', 'duplicate'] as const)(
    'the chip reader that is broken so answers something else, and is whole when it is not: %s',
    async (fault) => {
      await act(present);
      await act({ type: 'lay-chip' });
      const id = chipReaderId;
      const select = Uint8Array.of(0, 0xa4, 4, 0x0c, 7, 0xa0, 0, 0, 2, 0x47, 0x10, 1);
      const random = Uint8Array.of(0, 0x84, 0, 0, 8);
      await vi.waitFor(async () => expect(of('chip')).not.toEqual([]), 2000);
      await station.calls.openChip({ device: id });
      const send = (command: Uint8Array<ArrayBuffer>) =>
        Promise.resolve(station.calls.transmit({ device: id, command }));
      expect([...(await send(select))]).toEqual([0x90, 0]);
      for (let count = 0; count < 20; count++) await send(random);
      expect(await send(random)).toHaveLength(10);
      await breakIt(id, fault);
      const first = await send(random);
      const second = await send(select);
      if (fault === 'half-frame') expect([first.length, second.length]).toEqual([5, 1]);
      if (fault === 'duplicate') expect([first.length, second.length]).toEqual([20, 4]);
      if (fault === 'wrong-order') expect([first.length, second.length]).toEqual([10, 10]);
      await breakIt(id, 'none');
      expect([...(await send(select))]).toEqual([0x90, 0]);
    },
  );

  it('a stuck chip reader gives its chip to nobody', async () => {
    await act(present);
    await act({ type: 'lay-chip' });
    await breakIt(chipReaderId, 'stuck');
    await vi.waitFor(async () => expect(of('chip')).not.toEqual([]), 2000);
    const open = async () => station.calls.openChip({ device: chipReaderId });
    await expect(open()).rejects.toMatchObject({ code: 'device/busy' });
    await breakIt(chipReaderId, 'none');
    expect((await open()).atr).not.toBeNull();
  });

  it('misreads a digit when told to', async () => {
    await breakIt(passportReaderId, 'wrong-check-digit');
    await act(present);
    await vi.waitFor(() => expect(of('read')).toHaveLength(1), 2000);
    expect((of('read')[0] as DocumentRead).reading).toEqual({
      kind: 'lines',
      lines: [specimenLines[0], 'L898902C37UTO7408122F1204159ZE184226B<<<<<10'],
    });
  });

  it.each(['crash', 'hang'] as const)('comes to an end in the middle of a reading: %s', async (end) => {
    await breakIt(passportReaderId, end);
    await act(present);
    await vi.waitFor(() => expect(ends[end]).toHaveBeenCalledTimes(1), 2000);
    expect(of('started')).toEqual([passportReaderId]);
  });

  it('is away when unplugged and back when plugged in', async () => {
    for (const id of [passportReaderId, barcodeReaderId, pageScannerId]) {
      await act({ type: 'unplug', device: id });
      await vi.waitFor(async () => expect((await device(id))?.state).toBe('absent'));
      await act({ type: 'plug', device: id });
      await vi.waitFor(async () => expect((await device(id))?.state).toBe('ready'));
    }
    await act({ type: 'unplug', device: passportReaderId });
    await act(present);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(of('started')).toEqual([]);
  });

  it('films whoever stands before the camera, and the empty room otherwise', async () => {
    const empty = readFileSync(specimens.webcam);
    expect(jpegInfo(empty)).toMatchObject({ width: 160, height: 120 });
    expect(await act({ type: 'stand', person: 'anna' })).toMatchObject({ standing: 'anna' });
    const film = readFileSync(specimens.webcam);
    const frame = readFileSync(`${specimens.folder}/anna/webcam-00.jpg`);
    expect(film.subarray(0, frame.length).equals(frame)).toBe(true);
    await act({ type: 'stand', person: null });
    expect(readFileSync(specimens.webcam).equals(empty)).toBe(true);
    expect(readdirSync(specimens.folder).sort()).toEqual(['anna', 'index.json', 'utopia', 'webcam.mjpeg']);
  });

  it('has no more devices than it is given', async () => {
    const poor = await startSimulator({
      specimens: specimens.folder,
      webcam: null,
      devices: ['page-scanner'],
      ends,
    });
    expect(await poor.hid.list()).toEqual([]);
    expect(poor.escl).toHaveLength(1);
    await poor.act(present);
    await expect(poor.act({ type: 'plug', device: passportReaderId })).rejects.toMatchObject({
      code: 'simulator/unknown-device',
    });
    await poor.act({ ...present, document: 'licence' });
    await expect(poor.act({ type: 'scan-barcode' })).rejects.toMatchObject({
      code: 'simulator/unknown-device',
    });
    await poor.close();
  });

  it('refuses what is not there and what cannot be', async () => {
    await expect(act({ ...present, person: 'nobody' })).rejects.toMatchObject({
      code: 'simulator/unknown-person',
    });
    await expect(act({ ...present, document: 'x' })).rejects.toMatchObject({
      code: 'simulator/unknown-document',
    });
    await expect(act({ type: 'plug', device: '__proto__' })).rejects.toMatchObject({
      code: 'simulator/unknown-device',
    });
    await expect(breakIt(passportReaderId, 'jam')).rejects.toMatchObject({
      code: 'simulator/not-applicable',
    });
    await expect(breakIt(barcodeReaderId, 'wrong-check-digit')).rejects.toMatchObject({
      code: 'simulator/not-applicable',
    });
    for (const type of ['turn', 'scan-barcode'] as const) {
      const refused = { code: 'simulator/not-applicable' };
      await expect(act({ type })).rejects.toMatchObject(refused);
      await act(present);
      await expect(act({ type })).rejects.toMatchObject(refused);
      await act({ type: 'remove' });
    }
    await expect(act({ type: 'dance' } as never)).rejects.toMatchObject({ code: 'drivers/malformed' });
    await expect((async () => station.calls.scan({} as never))()).rejects.toMatchObject({
      code: 'drivers/malformed',
    });
    await expect(startSimulator({ specimens: '/nowhere', webcam: null })).rejects.toMatchObject({
      code: 'simulator/no-specimens',
    });
  });
});

describe('small parts of the simulated world', () => {
  it('raises the check digit of the number of any format by one', () => {
    const td1 = [
      'I<UTOD231458907<<<<<<<<<<<<<<<',
      '7408122F1204159UTO<<<<<<<<<<<6',
      'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
    ];
    expect(withWrongCheckDigit(td1)).toEqual(['I<UTOD231458908<<<<<<<<<<<<<<<', td1[1], td1[2]]);
    expect(withWrongCheckDigit(specimenLines)[1]?.[9]).toBe('7');
  });

  it('reads size and density of a JPEG and nothing of what is none', () => {
    const picture = emptyRoom(64, 48);
    expect(jpegInfo(picture)).toMatchObject({ width: 64, height: 48 });
    const dense = picture.slice();
    dense.set([1, 300 >> 8, 300 & 255], 13);
    expect(jpegInfo(dense)?.dotsPerInch).toBe(300);
    for (let length = 0; length < 160; length++) jpegInfo(picture.subarray(0, length));
    expect(jpegInfo(Uint8Array.of(1, 2, 3))).toBeNull();
  });
});
