import { randomUUID } from 'node:crypto';
import type { Device, HealthPart, SimulatorState } from '../../contract/index.ts';
import { createCameras, createStationDevices } from '../devices/index.ts';
import { createAsking } from './asking.ts';
import { createAttendance } from './attendance.ts';
import { vaultHealth } from './health.ts';
import { freshLive, readyDevice } from './live.ts';
import { createNotices } from './notices.ts';
import type { KioskOptions } from './options.ts';
import { createPassingTime } from './passing-time.ts';
import { pictureOf } from './pictures.ts';
import { createPresent } from './present.ts';
import { readerEvents } from './reader-events.ts';
import { createReception } from './reception.ts';
import { createRetention } from './retention.ts';
import { staffCommands } from './staff-commands.ts';
import { createStanding } from './standing.ts';
import { createUpkeep } from './upkeep.ts';
import type { View } from './view.ts';
import { contextOf } from './visit-context.ts';
import { createVisitRunner } from './visit-runner.ts';
import { visitorCommands } from './visitor-commands.ts';

export type Kiosk = ReturnType<typeof createKiosk>;

/**
 * The kiosk: one visit at a time, the work it calls for, and the view of it. Every change of the visit goes through
 * the runner; everything else here is what is true only now.
 */
export function createKiosk(options: KioskOptions) {
  const { vault, readers, pages, faces, issuing, proof, shell, clock, resources, simulated } = options;
  const recovery = options.recovery ?? null;
  const attended = resources.profile.posture === 'attended';
  const notices = createNotices(clock);
  const present = createPresent(clock);
  const { live, become, changed } = present;
  const standing = createStanding({ notices, changed });
  let simulator: SimulatorState | null = null;

  const cameras = createCameras({
    allowed: resources.station.cameras,
    simulated,
    limits: resources.station.camera,
    clock,
    told(camera) {
      notices.clear((code) => code.startsWith('camera/'));
      if (camera) notices.raise(`camera/${camera}`);
    },
  });
  const allDevices = (): Device[] => [...readers.devices(), ...cameras.devices()];
  const hasChipReader = () => readyDevice(readers.devices(), 'chip-reader') !== undefined;
  const runner = createVisitRunner({
    vault,
    clock,
    newId: () => randomUUID(),
    context: (visit) =>
      contextOf(visit, { resources, simulated, now: clock.now(), chipReader: hasChipReader() }),
    onTrouble: standing.failed,
    onLeft: (visit) => attendance.callBack(visit),
    onChange(now) {
      attendance.afterChange(now);
      changed();
    },
  });
  const running = runner.current;
  const stationDevices = createStationDevices({
    clock,
    readers,
    cameras,
    devices: allDevices,
    chipLies: (device) => attendance.chips.presence.readers().includes(device),
    visitRuns: () => running() !== null,
    changed,
  });
  const asking = createAsking({ runner, standing });
  const { ask } = asking;
  const attendance = createAttendance({ parts: options, present, standing, asking, running, stationDevices });
  const { chips, photo } = attendance;
  const upkeep = createUpkeep({
    vault,
    clock,
    runner,
    retention: createRetention({ vault, clock, profile: resources.profile }),
    standing,
    async tookUp(outcome) {
      become({ ...freshLive(clock.now()), resumed: outcome === 'resumed' });
      await attendance.goOnCallingBack();
      const left = running();
      if (left) await attendance.takeUp(left);
    },
    goOn: attendance.goOn,
    expireRequests: attendance.expire,
    review: () => proof.review(),
    changed,
  });

  /** The last screen is over: nothing of the visit stays in this process or in the visitor's window. */
  function leave() {
    runner.clear();
    attendance.end();
    cameras.visitEnded();
    try {
      shell.visitEnded();
    } catch {
      standing.trouble('shell/window-not-replaced');
    }
    changed();
  }

  const tick = createPassingTime({
    now: clock.now,
    running,
    live,
    become,
    changed,
    outOfService: () => standing.outOfService() !== null,
    ask,
    leave,
  });
  const reception = createReception({ standing, asking, running, leave });
  const toVisit = readerEvents({
    live,
    become(next) {
      become(next);
      changed();
    },
    now: clock.now,
    visit: running,
    ask,
    devices: readers.devices,
  });
  const stops = [
    readers.listen(chips.listener),
    readers.listen(stationDevices.before(toVisit)),
    readers.listen({
      simulatorChanged(state) {
        simulator = state;
      },
    }),
    recovery?.listen(changed),
    attendance.stop,
  ];

  return {
    async start() {
      if (options.quarantined) notices.raise('vault/quarantined', options.quarantined.reason);
      await upkeep.start();
      changed();
    },
    view: (): View => ({
      resources,
      devices: allDevices(),
      live: live(),
      ...attendance.shown(),
      simulated,
      outOfService: standing.outOfService(),
      revision: present.revision(),
      now: clock.now(),
      cameraCheckWanted: cameras.wanted(),
    }),
    running,
    notices: () => notices.list(),
    tickets: () => runner.tickets(),
    helpDesk: () => recovery?.view() ?? null,
    trust: proof.trust,
    deviceReports: stationDevices.reports,
    simulator: () => simulator,
    health: (): HealthPart[] => [
      vaultHealth(standing.outOfService(), options.vaultProtection),
      ...faces.health(),
      issuing.health(),
      readers.health(),
      cameras.health(),
    ],
    simulate: readers.simulate,
    visitorCommand: visitorCommands({
      present,
      readers,
      cameras,
      stationDevices,
      photo,
      chips,
      attended,
      reception,
      ask,
    }),
    staffCommand: staffCommands({
      notices,
      recovery,
      proof,
      readers,
      stationDevices,
      simulated,
      changed,
      reception,
      ask,
    }),
    picture: (ref: string, forStaff: boolean) => pictureOf(vault, running(), ref, forStaff),
    tick() {
      stationDevices.tick();
      if (cameras.tick()) changed();
      attendance.tick();
      return tick();
    },
    probe: upkeep.probe,
    sweep: upkeep.sweep,
    notify: standing.trouble,
    settled: standing.settled,
    onChange: present.onChange,
    async stop() {
      stationDevices.giveWay();
      chips.follow(null);
      standing.stop();
      for (const stop of stops) stop?.();
      await Promise.all([pages.stop(), proof.stop(), options.portraits.stop()]);
      await vault.close();
    },
  };
}
