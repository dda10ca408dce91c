import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Device, DriverEvents, SimulatorAction } from '../../electron/contract/index.ts';
import {
  type AccessKey,
  ChipMemory,
  canKey,
  chipOverDevice,
  importTrust,
  mrzKey,
  readChip,
  readDg2,
  readDg11,
  TrustAnchors,
  verifyChip,
} from '../../electron/host/documents/chip/index.ts';
import { parseMrz } from '../../electron/host/documents/mrz/index.ts';
import { type DriverStation, driverStation } from '../station.ts';
import { makeSpecimens, specimenCard, specimenLines } from '../testing/specimens.ts';
import { chipReaderId } from './chip-reader.ts';
import { startSimulator } from './simulator.ts';
import { loadSpecimens } from './specimens.ts';

let specimens: ReturnType<typeof makeSpecimens>;
let station: DriverStation;
const heard: string[] = [];
const ends = { crash: vi.fn(), hang: vi.fn() };
const tell = new Proxy({} as DriverEvents, {
  get: (_, name) => (body: unknown) => {
    if (name === 'chipPresent' || name === 'chipGone') heard.push(`${name} ${body}`);
  },
});
const PRESENT = `chipPresent ${chipReaderId}`;
const GONE = `chipGone ${chipReaderId}`;

const device = async (): Promise<Device | undefined> =>
  (await station.calls.list()).find(({ id }) => id === chipReaderId);

async function start() {
  const simulator = await startSimulator({
    specimens: specimens.folder,
    webcam: null,
    ends,
    devices: ['chip-reader', 'mrz-reader'],
  });
  station = driverStation({ hid: [], escl: [], simulator, tell });
  await vi.waitFor(async () => expect((await device())?.state).toBe('ready'));
}

beforeEach(async () => {
  heard.length = 0;
  vi.clearAllMocks();
  specimens = makeSpecimens();
  await start();
});
afterEach(async () => {
  await station.close();
  specimens.remove();
});

const act = async (action: SimulatorAction) => station.calls.simulate(action);
const present = (document = 'passport') => act({ type: 'present', person: 'anna', document });

async function lay(defect = 'none', document = 'passport') {
  await act({ type: 'chip-defect', defect });
  await present(document);
  await act({ type: 'lay-chip' });
  await vi.waitFor(() => expect(heard.at(-1)).toBe(PRESENT));
}

/** The chip on the simulated reader, by way of the calls the host makes. */
async function card() {
  const { atr } = await station.calls.openChip({ device: chipReaderId });
  return chipOverDevice({
    atr,
    transmit: async (command) =>
      station.calls.transmit({ device: chipReaderId, command: Uint8Array.from(command) }),
    reset: async () => station.calls.resetChip({ device: chipReaderId }),
  });
}

function keyOf(lines: readonly string[]): AccessKey {
  const zone = parseMrz(lines);
  if (zone.kind !== 'mrz') throw new Error('no zone');
  return mrzKey(zone);
}

async function read(key = keyOf(specimenLines), memory = new ChipMemory()) {
  try {
    return await readChip({ chip: await card(), key, memory });
  } finally {
    await station.calls.closeChip({ device: chipReaderId });
  }
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? 'untyped',
  );

async function checked(lines: readonly string[] = specimenLines): Promise<string[]> {
  const root = new Uint8Array(readFileSync(join(specimens.folder, 'utopia/csca.der')));
  const anchors = new TrustAnchors(importTrust(root, [root], Date.now()).lists);
  const reading = await read(keyOf(lines));
  const now = Date.now();
  return verifyChip({ reading, anchors, printedZone: lines, now }).checks.map(
    ({ check, outcome }) => `${check} ${outcome}`,
  );
}

const ALL_PASSED = [
  'chip-access passed',
  'passive-authentication passed',
  'chip-authentication passed',
  'mrz-chip-match passed',
];

describe('the chips of the specimens', () => {
  it('are genuine, with portrait and names, in passports and cards', async () => {
    await lay();
    expect(await checked()).toEqual(ALL_PASSED);
    const reading = await read();
    expect([...reading.dataGroups.keys()].sort((a, b) => a - b)).toEqual([1, 2, 11, 12, 14, 15]);
    const portrait = readFileSync(join(specimens.folder, 'anna/portrait.jpg'));
    const [face] = readDg2(reading.dataGroups.get(2) ?? new Uint8Array());
    expect(Buffer.from(face?.image ?? []).equals(portrait)).toBe(true);
    expect(readDg11(reading.dataGroups.get(11) ?? new Uint8Array()).fullName).toBe('Eriksson<<Anna Maria');
    await lay('none', 'card');
    expect(await checked(specimenCard)).toEqual(ALL_PASSED);
  });

  it('tell which documents have one', async () => {
    const { people, chip } = await present('licence');
    expect(people[0]?.documents.map((one) => one.chip)).toEqual([true, true, false]);
    expect(chip).toMatchObject({ laid: false, defect: 'none' });
    expect(chip.defects).toEqual(expect.arrayContaining(['none', 'cloned-chip', 'torn-off', 'wrong-key']));
    expect(await codeOf(act({ type: 'lay-chip' }))).toBe('simulator/not-applicable');
    expect(await codeOf(act({ type: 'chip-defect', defect: 'charm' }))).toBe('simulator/not-applicable');
  });

  it.each([
    ['cloned-chip', 'chip-authentication failed'],
    ['changed-portrait', 'passive-authentication failed'],
    ['expired-signer', 'passive-authentication failed'],
    ['unknown-state', 'passive-authentication failed'],
  ])('fail as asked: %s', async (defect, failure) => {
    await lay(defect);
    expect(await checked()).toContain(failure);
    await lay('none');
    expect(await checked()).toEqual(ALL_PASSED);
  });

  it('open with the card access number alone when the zone is another', async () => {
    await lay('wrong-key');
    expect(await codeOf(read())).toBe('chip/wrong-key');
    expect((await read(canKey('123456'))).access).toMatchObject({ protocol: 'PACE' });
  });

  it('are torn off once, and read to the end when laid back', async () => {
    await lay('torn-off');
    const memory = new ChipMemory();
    expect(await codeOf(read(keyOf(specimenLines), memory))).toBe('chip/gone');
    await vi.waitFor(() => expect(heard).toEqual([PRESENT, GONE]));
    expect((await act({ type: 'stand', person: null }).catch(() => null))?.chip.laid ?? false).toBe(false);
    const before = memory.octets.done;
    expect(before).toBeGreaterThan(500);
    await act({ type: 'lay-chip' });
    await vi.waitFor(() => expect(heard.at(-1)).toBe(PRESENT));
    expect((await read(keyOf(specimenLines), memory)).dataGroups.size).toBe(6);
  });

  it('leave with the document, and when lifted in the middle of a command', async () => {
    await lay();
    const chip = await card();
    await act({ type: 'lift-chip' });
    expect(await codeOf(chip.transmit(Uint8Array.of(0, 0xa4, 0, 0x0c)))).toBe('chip/gone');
    await vi.waitFor(() => expect(heard.at(-1)).toBe(GONE));
    await act({ type: 'lay-chip' });
    await vi.waitFor(() => expect(heard.at(-1)).toBe(PRESENT));
    expect((await act({ type: 'remove' })).chip.laid).toBe(false);
    await vi.waitFor(() => expect(heard.at(-1)).toBe(GONE));
    expect(await codeOf(act({ type: 'lay-chip' }))).toBe('simulator/not-applicable');
  });

  it('take the place of the one before: that has gone, and this is there', async () => {
    await lay();
    await act({ type: 'chip-defect', defect: 'slow' });
    await act({ type: 'lay-chip' });
    await vi.waitFor(() => expect(heard).toEqual([PRESENT, GONE, PRESENT]));
  });

  it('are issued fast enough that nobody waits', async () => {
    const [anna] = await loadSpecimens(specimens.folder);
    const { specimenChips } = await import('./specimen-chips.ts');
    const chips = await specimenChips(join(specimens.folder, 'utopia'));
    const document = anna?.documents[0];
    if (!anna || !document || !chips) throw new Error('no specimen');
    await chips.chipOf(anna, document, 'none');
    const before = process.cpuUsage();
    await chips.chipOf(anna, document, 'slow');
    const { user } = process.cpuUsage(before);
    expect(user / 1000).toBeLessThan(50);
  });

  it('are in no document where the state’s keys are not there, and keys that are none are said', async () => {
    await station.close();
    const key = join(specimens.folder, 'utopia/csca.key.pem');
    writeFileSync(key, 'no key');
    const options = { specimens: specimens.folder, webcam: null };
    expect(await codeOf(startSimulator(options))).toBe('simulator/no-specimens');
    rmSync(join(specimens.folder, 'utopia'), { recursive: true });
    await start();
    const { people, chip } = await present();
    expect(people[0]?.documents.some((one) => one.chip)).toBe(false);
    expect(chip.defects).toEqual(['none']);
  });
});

describe('the simulated chip reader', () => {
  const breakIt = (fault: Extract<SimulatorAction, { type: 'break' }>['fault']) =>
    act({ type: 'break', device: chipReaderId, fault });

  it('is unplugged in mid-reading, and reads on when it is back', async () => {
    await lay();
    await breakIt('unplug-mid-read');
    const memory = new ChipMemory();
    expect(await codeOf(read(keyOf(specimenLines), memory))).toBe('chip/gone');
    await vi.waitFor(async () => expect((await device())?.state).toBe('absent'));
    expect((await device())?.fault?.code).toBe('device/disconnected-while-sending');
    expect(heard).toEqual([PRESENT, GONE]);
    await act({ type: 'plug', device: chipReaderId });
    await vi.waitFor(() => expect(heard.at(-1)).toBe(PRESENT));
    expect((await read(keyOf(specimenLines), memory)).dataGroups.size).toBe(6);
  });

  it('sends noise, crashes and hangs as told', async () => {
    await lay();
    await breakIt('garbage');
    expect(await codeOf(read())).toMatch(/^chip\//);
    await breakIt('crash');
    await read();
    expect(ends.crash).toHaveBeenCalled();
    await breakIt('hang');
    await read();
    expect(ends.hang).toHaveBeenCalled();
    expect(await codeOf(breakIt('jam'))).toBe('simulator/not-applicable');
  });
});
