import { randomUUID } from 'node:crypto';
import type {
  CommandResult,
  Device,
  HealthPart,
  KeyBurst,
  SimulatorState,
  VisitorCommand,
} from '../../contract/index.ts';
import { CodedError, refused } from '../../contract/index.ts';
import { createChipLink } from '../chip/index.ts';
import { createCameras, createStationDevices } from '../devices/index.ts';
import type { PortraitDecoder } from '../documents/chip/index.ts';
import type {
  ChipProof,
  Clock,
  Faces,
  Issuing,
  Pages,
  Presenting,
  Readers,
  Recovery,
  Shell,
} from '../ports.ts';
import type { StationResources } from '../station/index.ts';
import type { Vault } from '../vault/index.ts';
import { type Command, type HostCommand, hasLeft } from '../visit/index.ts';
import { vaultHealth } from './health.ts';
import { isClosing } from './idle.ts';
import { freshLive, type Live, readyDevice } from './live.ts';
import { createLivenessAsking } from './liveness-asking.ts';
import { createNotices } from './notices.ts';
import { createPassingTime } from './passing-time.ts';
import { createPhotoTaking } from './photo-taking.ts';
import { pictureOf } from './pictures.ts';
import { createProofAsking } from './proof-asking.ts';
import { readerEvents } from './reader-events.ts';
import { createRetention } from './retention.ts';
import { staffCommands } from './staff-commands.ts';
import type { View } from './view.ts';
import { contextOf } from './visit-context.ts';
import { createVisitRunner, type Dispatched, type RunningVisit } from './visit-runner.ts';
import { createWork, type Submitted } from './work.ts';

export interface KioskOptions {
  vault: Vault;
  readers: Readers;
  pages: Pages;
  faces: Faces;
  issuing: Issuing;
  /** Null where nobody verifies what wallets present. */
  presenting: Presenting | null;
  /** Null where the station file has no help desk. */
  recovery?: Recovery | null;
  proof: ChipProof;
  portraits: PortraitDecoder;
  shell: Shell;
  clock: Clock;
  resources: StationResources;
  simulated: boolean;
  /** Part of the data directory that was set aside at start, if any. */
  quarantined: { reason: string } | null;
  vaultProtection: string;
  /** Milliseconds that a reader for chips which is gone is waited for; the usual ones when not given. */
  readerPatience?: number;
}

export type Kiosk = ReturnType<typeof createKiosk>;

const endedScreenMs = 4_000;
/**
 * The kiosk: one visit at a time, the work it calls for, and the view of it. Every change of the visit goes through
 * the runner; everything else here is what is true only now.
 */
export function createKiosk(options: KioskOptions) {
  const { vault, readers, pages, faces, issuing, proof, shell, clock, resources, simulated } = options;
  const notices = createNotices(clock);
  const listeners = new Set<() => void>();
  let live: Live = freshLive(clock.now());
  // Counts on over a restart, so that a window that stayed open does not take the new host's word for an older one.
  let revision = clock.now();
  let outOfService: string | null = null;
  let takenUp = false;
  let sweepOwed = false;
  let stopped = false;
  let simulator: SimulatorState | null = null;

  const changed = () => {
    revision += 1;
    for (const listener of listeners) listener();
  };

  const trouble = (code: string) => {
    notices.raise(code);
    changed();
  };

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
  const stationDevices = createStationDevices({
    clock,
    readers,
    cameras,
    devices: allDevices,
    chipLies: (device) => chips.presence.readers().includes(device),
    visitRuns: () => runner.current() !== null,
    changed,
  });
  const hasChipReader = () => readyDevice(readers.devices(), 'chip-reader') !== undefined;
  const runner = createVisitRunner({
    vault,
    clock,
    newId: () => randomUUID(),
    context: (visit) =>
      contextOf(visit, { resources, simulated, now: clock.now(), chipReader: hasChipReader() }),
    onTrouble: failed,
    onChange(running) {
      afterChange(running);
      changed();
    },
  });
  const current = () => (stopped ? null : runner.current());
  async function submit(
    command: HostCommand,
    wanted: (running: RunningVisit) => boolean,
  ): Promise<Submitted> {
    if (stopped) return 'failed';
    const { ok, appended, error } = await send(command, wanted);
    if (appended > 0) return 'taken';
    return ok || error?.code.startsWith('visit/') ? 'unwanted' : 'failed';
  }
  const liveness = createLivenessAsking({ clock, simulated, readers, changed });
  const ports = { vault, readers, pages, faces, issuing, liveness: liveness.evidence };
  const work = createWork({ ports, current, submit, trouble, failed });
  const chips = createChipLink({
    vault,
    readers,
    faces,
    proof,
    decoder: options.portraits,
    clock,
    current,
    submit,
    failed,
    show(chip) {
      if (stopped) return;
      // Whoever lays a document down is there.
      const touched = chip ? { touchedAt: clock.now(), idleEndsAt: null } : {};
      live = { ...live, ...touched, chip };
      changed();
    },
    ...(options.readerPatience !== undefined && { patience: options.readerPatience }),
  });
  const become = (next: Live) => {
    live = next;
  };
  const proofs = createProofAsking({ presenting: options.presenting, submit, changed, trouble });
  const photo = createPhotoTaking({
    vault,
    live: () => live,
    become,
    running: () => runner.current(),
    simulated,
    allowed: resources.station.cameras,
    liveness,
    ask,
    changed,
    failed,
  });
  const tick = createPassingTime({
    now: clock.now,
    running: () => runner.current(),
    live: () => live,
    become,
    changed,
    outOfService: () => outOfService !== null,
    ask,
    leave,
  });
  const retention = createRetention({ vault, clock, profile: resources.profile });

  /** A vault that cannot read or write puts the kiosk out of service until it can. */
  function failed(error: unknown): string {
    const code = error instanceof CodedError ? error.code : 'host/unexpected';
    if (stopped) return code;
    if (code.startsWith('vault/')) outOfService = code;
    trouble(code);
    return code;
  }

  async function wipeWhatIsOver(): Promise<number> {
    const tickets = await runner.expireTickets();
    if (tickets > 0) changed();
    return tickets + (await retention.sweep());
  }

  /** Wipes what has had its time; what fails is done again by the probe. Never throws. */
  async function sweep(): Promise<number> {
    proof.review();
    try {
      return await wipeWhatIsOver();
    } catch (error) {
      sweepOwed = true;
      failed(error);
      return 0;
    }
  }

  function backInService() {
    outOfService = null;
    notices.clear((code) => code.startsWith('vault/') && code !== 'vault/quarantined');
    changed();
  }

  function afterChange(running: RunningVisit) {
    const now = clock.now();
    const { visit } = running;
    stationDevices.giveWay();
    live = { ...live, touchedAt: now, idleEndsAt: null };
    chips.follow(running);
    liveness.follow(running);
    proofs.follow(running);
    if (hasLeft(visit)) {
      live = { ...live, closesAt: now + endedScreenMs };
      if (visit.offer?.id && visit.offer.state !== 'issued') {
        issuing.cancel(visit.offer.id).catch(() => trouble('issuer/cancel-failed'));
      }
      return;
    }
    const closes = now + visit.profile.closingSeconds * 1000;
    live = { ...live, closesAt: isClosing(visit) ? (live.closesAt ?? closes) : null };
    work.begin(running);
    void photo.checkCamera();
  }

  async function send(
    command: Command,
    wanted?: (running: RunningVisit) => boolean,
  ): Promise<CommandResult & { appended: number }> {
    return tried(() => runner.dispatch(command, wanted));
  }

  async function tried(work: () => Promise<Dispatched>): Promise<CommandResult & { appended: number }> {
    try {
      const result = await work();
      if (!result.ok) return { ...refused(result.code, 'not now'), appended: 0 };
      if (result.appended > 0 && takenUp && outOfService) backInService();
      return { ok: true, appended: result.appended };
    } catch (error) {
      return { ...refused(failed(error), 'the kiosk could not keep this'), appended: 0 };
    }
  }

  async function ask(command: Command): Promise<CommandResult> {
    const { appended: _, ...result } = await send(command);
    return result;
  }

  /**
   * Finishes what failed, and brings the kiosk back once its vault writes again (space was freed), and with it the
   * work that waited. Never throws.
   */
  async function probe() {
    if (stopped) return;
    try {
      if (!takenUp) await takeUp();
      await runner.recover();
      proofs.expire();
      if (sweepOwed) await wipeWhatIsOver();
      sweepOwed = false;
      if (outOfService) {
        await vault.setSecret('station/probe', new TextEncoder().encode(String(clock.now())));
        backInService();
      }
      const running = runner.current();
      if (running && !hasLeft(running.visit)) {
        work.begin(running);
        chips.follow(running);
      }
    } catch (error) {
      if (!outOfService) failed(error);
    }
  }

  const stopChips = readers.listen(chips.listener);
  const stopReaders = readers.listen(
    stationDevices.before(
      readerEvents({
        live: () => live,
        become(next) {
          live = next;
          changed();
        },
        now: clock.now,
        visit: () => runner.current(),
        ask,
        devices: readers.devices,
      }),
    ),
  );
  const stopLooking = readers.listen({
    simulatorChanged(state) {
      simulator = state;
    },
  });
  const stopOffers = issuing.listen((news) => {
    if (runner.current()) void ask({ type: 'offer.progressed', ...news });
  });
  const stopRenewals = issuing.renewed?.((offer) => {
    if (runner.current()) void ask({ type: 'offer.created', ...offer });
  });

  /** The last screen is over: nothing of the visit stays in this process or in the visitor's window. */
  function leave() {
    runner.clear();
    chips.follow(null);
    liveness.follow(null);
    proofs.follow(null);
    live = freshLive(clock.now());
    cameras.visitEnded();
    try {
      shell.visitEnded();
    } catch {
      trouble('shell/window-not-replaced');
    }
    changed();
  }

  async function visitorCommand(command: VisitorCommand): Promise<CommandResult> {
    // The camera speaks for itself; everything else was somebody's finger.
    if (command.type === 'face.camera') {
      cameras.inVisit(command.state, command.label);
      stationDevices.look();
      return photo.cameraReported(command.state, command.label);
    }
    if (command.type === 'camera.report') {
      cameras.reported(command.report);
      stationDevices.look();
      changed();
      return { ok: true };
    }
    const asked = live.idleEndsAt !== null;
    live = { ...live, touchedAt: clock.now(), resumed: false, idleEndsAt: null };
    if (asked) changed();
    switch (command.type) {
      case 'visit.still-here':
        return { ok: true };
      case 'visit.start':
        return resources.profile.posture === 'attended'
          ? refused('visit/staff-only', 'staff start the visit here')
          : begin({ type: 'visit.start' });
      case 'reader.keys':
        return keysTyped(command.burst);
      case 'document.read-chip': {
        const result = await ask(command);
        if (result.ok) chips.again(command.can);
        return result;
      }
      case 'face.submit':
        return photo.selfieTaken(command.frames, command.liveness);
      default:
        return ask(command);
    }
  }

  async function keysTyped(burst: KeyBurst): Promise<CommandResult> {
    try {
      await readers.keys(burst);
      return { ok: true };
    } catch (error) {
      return refused(error instanceof CodedError ? error.code : 'device/failed', 'nobody takes keys here');
    }
  }

  async function begin(command: Extract<Command, { type: 'visit.start' | 'staff.start-visit' }>) {
    if (outOfService) return refused(outOfService, 'out of service');
    leaveIfLeft();
    return ask(command);
  }

  /** Whoever is next does not wait for the last one's closing screen. */
  function leaveIfLeft() {
    const running = runner.current();
    if (running && hasLeft(running.visit)) leave();
  }

  async function openTicket(visit: string): Promise<CommandResult> {
    if (outOfService) return refused(outOfService, 'out of service');
    leaveIfLeft();
    const { appended: _, ...result } = await tried(() => runner.open(visit));
    return result;
  }

  const recovery = options.recovery ?? null;
  const stopRecovery = recovery?.listen(changed);
  const staffCommand = staffCommands({
    notices,
    recovery,
    proof,
    readers,
    stationDevices,
    simulated,
    changed,
    begin,
    openTicket,
    ask,
  });

  function health(): HealthPart[] {
    const vault = vaultHealth({ outOfService, vaultProtection: options.vaultProtection });
    return [vault, ...faces.health(), issuing.health(), readers.health(), cameras.health()];
  }

  /** Takes up what a power cut left. @throws VaultError when the vault cannot be read or written */
  async function takeUp() {
    const outcome = await runner.resume();
    takenUp = true;
    live = { ...freshLive(clock.now()), resumed: outcome === 'resumed' };
    const running = runner.current();
    if (!running) return;
    await catchUpWithOffer(running);
    afterChange(runner.current() ?? running);
  }

  /** The wallet may have gone on while the kiosk was down; an offer the issuer forgot is to be made anew. */
  async function catchUpWithOffer({ id, visit }: RunningVisit) {
    const offerId = visit.step === 'offer' ? visit.offer?.id : null;
    if (!offerId) return;
    const news = await issuing.status(offerId, id).catch((error: unknown) => {
      const forgotten = error instanceof CodedError && error.code === 'credentials/unknown-offer';
      return forgotten ? ({ offerId, state: 'failed', triesLeft: null } as const) : null;
    });
    if (news) await ask({ type: 'offer.progressed', ...news });
  }

  return {
    /** Takes up what a power cut left. A vault that cannot write leaves the kiosk out of service, to be probed. */
    async start() {
      if (options.quarantined) notices.raise('vault/quarantined', options.quarantined.reason);
      await sweep();
      // Nobody is served before what was left is taken up.
      await takeUp().catch((error: unknown) => {
        outOfService = failed(error);
      });
      changed();
    },
    view: (): View => ({
      resources,
      devices: allDevices(),
      live,
      liveness: liveness.shown(),
      proof: proofs.shown(),
      simulated,
      outOfService,
      revision,
      now: clock.now(),
      cameraCheckWanted: cameras.wanted(),
    }),
    running: () => runner.current(),
    notices: () => notices.list(),
    tickets: () => runner.tickets(),
    helpDesk: () => recovery?.view() ?? null,
    trust: proof.trust,
    deviceReports: stationDevices.reports,
    simulator: () => simulator,
    health,
    simulate: readers.simulate,
    visitorCommand,
    staffCommand,
    picture: (ref: string, forStaff: boolean) => pictureOf(vault, runner.current(), ref, forStaff),
    tick() {
      stationDevices.tick();
      if (cameras.tick()) changed();
      return tick();
    },
    probe,
    sweep,
    notify: trouble,
    /** What was told under this code, or a code that begins so, is over. */
    settled(prefix: string) {
      notices.clear((code) => code.startsWith(prefix));
      changed();
    },
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stationDevices.giveWay();
      chips.follow(null);
      stopped = true;
      stopChips();
      stopReaders();
      stopLooking();
      stopOffers();
      stopRenewals?.();
      stopRecovery?.();
      proofs.stop();
      await Promise.all([pages.stop(), proof.stop(), options.portraits.stop()]);
      await vault.close();
    },
  };
}
