import { type CommandResult, type Device, type DeviceReport, refused } from '../../contract/index.ts';
import type { DriverListener } from '../ports.ts';
import { createDeviceFaults } from './device-faults.ts';
import { type TestOutcome, type TestPorts, type TestWork, testOf } from './device-tests.ts';

type Test = NonNullable<DeviceReport['test']>;

interface Run {
  test: Test;
  work: TestWork | null;
}

const isAway = (device: Device | undefined) =>
  !device || device.state === 'absent' || device.state === 'faulted';

export type StationDevices = ReturnType<typeof createStationDevices>;

/**
 * Every device as staff see it: with what went wrong last, and the tests they have it do outside any visit. What is read in
 * a test is measured and dropped: it reaches neither a visit nor the vault nor a log.
 */
export function createStationDevices(
  kiosk: TestPorts & {
    devices: () => readonly Device[];
    /** Somebody's document may lie on a reader. */
    visitRuns: () => boolean;
    changed: () => void;
  },
) {
  const { clock, devices, visitRuns, changed } = kiosk;
  const faults = createDeviceFaults(clock);
  const results = new Map<string, Test>();
  const runs = new Map<string, Run>();
  /** Devices whose test ended in the middle of a reading: the rest of it is still the test's. */
  const owed = new Set<string>();

  const deviceOf = (id: string) => devices().find((one) => one.id === id);
  const testable = (device: Device) => device.state === 'ready' && !visitRuns() && !runs.has(device.id);

  function settle(id: string, run: Run, outcome: TestOutcome) {
    if (runs.get(id) !== run) return;
    runs.delete(id);
    results.set(id, {
      ...run.test,
      state: 'found' in outcome ? 'passed' : 'failed',
      endedAt: clock.now(),
      code: 'code' in outcome ? outcome.code : null,
      found: 'found' in outcome ? outcome.found : null,
    });
    changed();
  }

  /** Ends a test from outside; `outcome` is null when nothing is to be said of it. */
  function end(id: string, run: Run, outcome: TestOutcome | null) {
    // Only those that tell when they begin and end owe anything.
    if (run.test.state === 'reading' && run.work?.listener?.documentRead) owed.add(id);
    if (outcome) settle(id, run, outcome);
    runs.delete(id);
    run.work?.stop();
  }

  function look() {
    faults.look(devices());
    for (const id of owed) if (isAway(deviceOf(id))) owed.delete(id);
    for (const [id, run] of [...runs]) {
      const device = deviceOf(id);
      if (device && !isAway(device)) {
        run.work?.look?.(device);
        continue;
      }
      const sending = run.test.state === 'reading';
      const code = sending ? 'device/disconnected-while-sending' : 'device/disconnected-before-sending';
      end(id, run, { code: device?.fault?.code ?? code });
    }
  }

  /** Whether a test heard this, so that nobody else is to. */
  function hears<Name extends 'readStarted' | 'documentRead' | 'readFailed'>(
    name: Name,
    source: string,
    body: Parameters<NonNullable<DriverListener[Name]>>[0],
  ): boolean {
    const heard = runs.get(source)?.work?.listener?.[name] as ((of: typeof body) => void) | undefined;
    // With a new reading the rest of the old one will not come.
    if (owed.delete(source) && name !== 'readStarted') return true;
    heard?.(body);
    return heard !== undefined;
  }

  return {
    look,
    reports: (): DeviceReport[] =>
      devices().map((device) => ({
        ...device,
        lastFault: faults.of(device.id),
        testable: testable(device),
        test: runs.get(device.id)?.test ?? results.get(device.id) ?? null,
      })),
    /** What the drivers tell goes through here to the visit; what belongs to a test stays here. */
    before: (visit: DriverListener): DriverListener => ({
      ...visit,
      devicesChanged(list) {
        look();
        visit.devicesChanged?.(list);
      },
      readStarted(source) {
        if (!hears('readStarted', source, source)) visit.readStarted?.(source);
      },
      documentRead(read) {
        if (!hears('documentRead', read.source, read)) visit.documentRead?.(read);
      },
      readFailed(failure) {
        faults.readingFailed(failure.source, failure.code);
        if (!hears('readFailed', failure.source, failure)) visit.readFailed?.(failure);
      },
      chipPresent(source) {
        runs.get(source)?.work?.listener?.chipPresent?.(source);
        visit.chipPresent?.(source);
      },
    }),
    test(id: string): CommandResult {
      const device = deviceOf(id);
      if (!device) return refused('device/unknown', 'there is no such device');
      if (visitRuns()) return refused('device/visit-running', 'a visit is running');
      if (runs.has(id)) return refused('device/test-running', 'this device is being tested');
      if (device.state !== 'ready') return refused('device/not-ready', 'the device is not ready');
      const run: Run = {
        test: { state: 'waiting', startedAt: clock.now(), endedAt: null, code: null, found: null },
        work: null,
      };
      results.delete(id);
      runs.set(id, run);
      run.work = testOf(device)(kiosk, id, {
        reading() {
          if (runs.get(id) !== run) return;
          run.test = { ...run.test, state: 'reading' };
          changed();
        },
        done: (outcome) => settle(id, run, outcome),
      });
      changed();
      return { ok: true };
    },
    endTest(id: string): CommandResult {
      const run = runs.get(id);
      if (!run) return refused('device/no-test', 'no test runs');
      end(id, run, null);
      changed();
      return { ok: true };
    },
    /** A visit goes before every test. */
    giveWay() {
      if (runs.size === 0) return;
      for (const [id, run] of [...runs]) end(id, run, null);
      changed();
    },
    /** Gives up the tests that nobody feeds. */
    tick() {
      for (const [id, run] of [...runs]) {
        if (!run.work || clock.now() - run.test.startedAt < run.work.patience) continue;
        end(id, run, { code: run.test.state === 'reading' ? 'device/time-out' : 'device/no-document' });
      }
    },
  };
}
