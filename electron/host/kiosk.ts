import { randomInt, randomUUID } from 'node:crypto';
import type { CommandResult, HealthPart, Picture, StaffCommand, VisitorCommand } from '../contract/index.ts';
import { CodedError } from '../contract/index.ts';
import { type Effect, type EffectPorts, effectOf, perform } from './effects.ts';
import { cameraCheck } from './faces/index.ts';
import { due, isClosing } from './idle.ts';
import { freshLive, type Live } from './live.ts';
import { createNotices } from './notices.ts';
import type { Clock, Faces, Issuing, Readers, Shell } from './ports.ts';
import { createRetention } from './retention.ts';
import type { StationResources } from './station/index.ts';
import type { Vault } from './vault/index.ts';
import type { Command, Context, Visit } from './visit/index.ts';
import { createVisitRunner, type RunningVisit } from './visit-runner.ts';
import type { View } from './visitor-view.ts';

export interface KioskOptions {
  vault: Vault;
  readers: Readers;
  faces: Faces;
  issuing: Issuing;
  shell: Shell;
  clock: Clock;
  resources: StationResources;
  simulated: boolean;
  /** Part of the data directory that was set aside at start, if any. */
  quarantined: { reason: string } | null;
  vaultProtection: string;
}

export type Kiosk = ReturnType<typeof createKiosk>;

const endedScreenMs = 4_000;

/**
 * The kiosk: one visit at a time, the work it calls for, and the view of it. Every change of the visit goes through
 * the runner; everything else here is what is true only now.
 */
export function createKiosk(options: KioskOptions) {
  const { vault, readers, faces, issuing, shell, clock, resources } = options;
  const notices = createNotices(clock);
  const listeners = new Set<() => void>();
  const begun = new Set<string>();
  const ports: EffectPorts = { vault, readers, faces, issuing };
  let live: Live = freshLive(clock.now());
  let revision = 0;
  let outOfService: string | null = null;
  let stopped = false;

  const changed = () => {
    revision += 1;
    for (const listener of listeners) listener();
  };

  const trouble = (code: string) => {
    notices.raise(code);
    changed();
  };

  const runner = createVisitRunner({
    vault,
    clock,
    newId: () => randomUUID(),
    context: contextFor,
    onTrouble: (error) => trouble(error instanceof CodedError ? error.code : 'host/unexpected'),
    onChange(running) {
      afterChange(running);
      changed();
    },
  });

  function contextFor(visit: Visit | null): Context {
    const language = visit?.language ?? resources.station.defaultLanguage;
    const { station, profile, policy, languages, wallets } = resources;
    return {
      now: clock.now(),
      profile,
      policy,
      simulated: options.simulated,
      languages: languages.map((one) => one.code),
      defaultLanguage: station.defaultLanguage,
      wallets: wallets.map((one) => one.id),
      consents: {
        terms: consentReference('terms', language),
        biometric: consentReference('biometric', language),
      },
      ticket: newTicket(),
    };
  }

  function consentReference(kind: 'terms' | 'biometric', language: string) {
    const { id, version, hash } = resources.consentText(kind, language);
    return { id, version, hash };
  }

  function afterChange(running: RunningVisit) {
    const now = clock.now();
    const { visit } = running;
    live = { ...live, touchedAt: now, idleEndsAt: null };
    if (visit.ended) {
      live = { ...live, closesAt: now + endedScreenMs };
      if (visit.offer?.id && visit.offer.state !== 'issued') {
        issuing.cancel(visit.offer.id).catch(() => trouble('issuer/cancel-failed'));
      }
      return;
    }
    const closes = now + visit.profile.closingSeconds * 1000;
    live = { ...live, closesAt: isClosing(visit) ? (live.closesAt ?? closes) : null };
    const effect = effectOf(running.id, visit);
    if (effect && !begun.has(effect.key)) void run(effect, running);
  }

  async function run(effect: Effect, { id, visit }: RunningVisit) {
    begun.add(effect.key);
    const command = await perform(effect, id, visit, ports, trouble);
    if (!stopped && runner.current()?.id === id) await ask(command);
  }

  /** Sends a command to the visit; a vault that cannot write puts the kiosk out of service until it can. */
  async function ask(command: Command): Promise<CommandResult> {
    try {
      const result = await runner.dispatch(command);
      if (outOfService?.startsWith('vault/')) serve(null);
      return result.ok ? { ok: true } : { ok: false, error: { code: result.code, message: 'not now' } };
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'host/unexpected';
      if (code.startsWith('vault/')) serve(code);
      trouble(code);
      return { ok: false, error: { code, message: 'the kiosk could not keep this' } };
    }
  }

  function serve(code: string | null) {
    outOfService = code;
    if (!code) notices.clear((one) => one.startsWith('vault/disk-full') || one === 'vault/io');
    changed();
  }

  /** A vault that came back (space was freed) brings the kiosk back, and with it the work that waited. */
  async function probe() {
    if (!outOfService) return;
    try {
      await vault.setSecret('station/probe', new TextEncoder().encode(String(clock.now())));
      serve(null);
      const running = runner.current();
      if (running) {
        begun.clear();
        afterChange(running);
      }
    } catch {
      // Still out of service; the next probe tries again.
    }
  }

  const stopReaders = readers.listen({
    devicesChanged(devices) {
      const reader = devices.find((one) => one.kind === 'mrz-reader');
      live = {
        ...live,
        readerSeen: live.readerSeen || reader !== undefined,
        readerFault: reader?.fault?.code ?? null,
      };
      if (!reader || reader.state === 'absent' || reader.state === 'faulted')
        live = { ...live, reading: false };
      changed();
    },
    readStarted() {
      live = { ...live, reading: true, touchedAt: clock.now(), idleEndsAt: null };
      changed();
    },
    async documentRead({ source, reading }) {
      live = { ...live, reading: false };
      if (reading.kind === 'lines') {
        // Laid on the reader before "Continue" was touched: the hand was faster than the eye.
        if (runner.current()?.visit.step === 'document-guidance') {
          await ask({ type: 'visit.continue', step: 'document-guidance' });
        }
        if (runner.current()) await ask({ type: 'document.lines', source, lines: reading.lines });
      }
      changed();
    },
    async readFailed({ code }) {
      live = { ...live, reading: false };
      const fault = code === 'device/protocol' ? null : code;
      if (runner.current()) {
        await ask({ type: 'document.failed', problem: fault ? 'interrupted' : 'not-an-mrz', fault });
      }
      changed();
    },
    documentRemoved() {
      changed();
    },
    simulatorChanged() {
      changed();
    },
  });
  const stopOffers = issuing.listen((news) => {
    if (runner.current()) void ask({ type: 'offer.progressed', ...news });
  });
  const retention = createRetention({ vault, clock, profile: resources.profile, trouble });

  /** Called a few times a second; all that time alone can do happens here. */
  async function tick() {
    const running = runner.current();
    if (!running) return;
    const now = clock.now();
    if (running.visit.ended) {
      if (live.closesAt !== null && now >= live.closesAt) leave();
      return;
    }
    switch (due(running.visit, live, now)) {
      case 'warn':
        live = { ...live, idleEndsAt: now + running.visit.profile.idle.answerSeconds * 1000 };
        return changed();
      case 'time-out':
        live = { ...live, idleEndsAt: null };
        await ask({ type: 'visit.time-out' });
        return;
      case 'close':
        live = { ...live, closesAt: null };
        await ask({ type: 'visit.close' });
        return;
      case 'nothing':
    }
  }

  /** The last screen is over: nothing of the visit stays in this process or in the visitor's window. */
  function leave() {
    runner.clear();
    begun.clear();
    live = freshLive(clock.now());
    shell.visitEnded();
    changed();
  }

  async function visitorCommand(command: VisitorCommand): Promise<CommandResult> {
    live = { ...live, touchedAt: clock.now(), resumed: false };
    if (live.idleEndsAt !== null) {
      live = { ...live, idleEndsAt: null };
      changed();
    }
    switch (command.type) {
      case 'visit.still-here':
        changed();
        return { ok: true };
      case 'visit.start':
        if (outOfService) return { ok: false, error: { code: outOfService, message: 'out of service' } };
        if (resources.profile.posture === 'attended') {
          return { ok: false, error: { code: 'visit/staff-only', message: 'staff start the visit here' } };
        }
        return begin({ type: 'visit.start' });
      case 'face.camera':
        return cameraReported(command.state, command.label);
      case 'face.submit':
        return selfieTaken(command.frames);
      default:
        return ask(command);
    }
  }

  async function begin(
    command: { type: 'visit.start' } | { type: 'staff.start-visit' },
  ): Promise<CommandResult> {
    if (runner.current()?.visit.ended) leave();
    return ask(command);
  }

  async function cameraReported(state: Live['camera'], label: string): Promise<CommandResult> {
    const turnedLive = state === 'live' && (live.camera !== 'live' || live.cameraLabel !== label);
    live = { ...live, camera: state, cameraLabel: label };
    if (state === 'none' || state === 'denied' || state === 'lost') notices.raise(`camera/${state}`);
    else notices.clear((code) => code.startsWith('camera/'));
    changed();
    if (!turnedLive || runner.current()?.visit.step !== 'face-capture') return { ok: true };
    return ask({ type: 'camera.checked', camera: label, check: cameraCheck(label, options.simulated) });
  }

  async function selfieTaken(frames: Uint8Array[]): Promise<CommandResult> {
    const running = runner.current();
    if (running?.visit.step !== 'face-capture') {
      return { ok: false, error: { code: 'visit/not-at-this-step', message: 'not now' } };
    }
    try {
      const refs: string[] = [];
      for (const frame of frames) refs.push(await vault.putImage(running.id, frame, 'image/jpeg'));
      return await ask({ type: 'selfie.taken', refs });
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'host/unexpected';
      if (code.startsWith('vault/')) serve(code);
      trouble(code);
      return { ok: false, error: { code, message: 'the kiosk could not keep this' } };
    }
  }

  async function staffCommand(command: StaffCommand): Promise<CommandResult> {
    switch (command.type) {
      case 'staff.dismiss-notice':
        notices.dismiss(command.notice);
        changed();
        return { ok: true };
      case 'staff.start-visit':
        if (outOfService) return { ok: false, error: { code: outOfService, message: 'out of service' } };
        return begin(command);
      default:
        return ask(command);
    }
  }

  /** A picture of the visit that runs now, and of no other. */
  async function picture(ref: string, forStaff: boolean): Promise<Picture> {
    const running = runner.current();
    const { document, selfies } = running?.visit ?? { document: null, selfies: [] };
    const open = [document?.page, document?.portrait].flatMap((part) =>
      part && 'ref' in part ? [part.ref] : [],
    );
    const allowed = forStaff ? [...open, ...selfies] : open;
    if (!running || running.visit.ended || !allowed.includes(ref)) {
      throw new CodedError('picture/unknown', 'no such picture in this visit');
    }
    return vault.getImage(running.id, ref);
  }

  function health(): HealthPart[] {
    const vaultState: HealthPart = {
      part: 'vault',
      state: outOfService?.startsWith('vault/')
        ? 'down'
        : options.vaultProtection === 'os'
          ? 'ok'
          : 'degraded',
      detail: `encrypted; key protection: ${options.vaultProtection}`,
    };
    const camera: HealthPart = {
      part: 'camera',
      state: live.camera === 'live' || live.camera === 'starting' ? 'ok' : 'down',
      detail: live.camera === 'starting' ? 'not in use' : live.camera,
    };
    return [vaultState, ...faces.health(), issuing.health(), readers.health(), camera];
  }

  return {
    /** Takes up what a power cut left, and starts the clock's work. */
    async start() {
      if (options.quarantined) notices.raise('vault/quarantined', options.quarantined.reason);
      await retention.sweep();
      const outcome = await runner.resume();
      live = { ...freshLive(clock.now()), resumed: outcome === 'resumed' };
      const running = runner.current();
      if (running) {
        await catchUpWithOffer(running);
        afterChange(running);
      }
      changed();
    },
    view: (): View => ({
      resources,
      devices: readers.devices(),
      live,
      simulated: options.simulated,
      outOfService,
      revision,
      now: clock.now(),
    }),
    running: () => runner.current(),
    notices: () => notices.list(),
    health,
    simulate: readers.simulate,
    visitorCommand,
    staffCommand,
    picture,
    tick,
    probe,
    sweep: () => retention.sweep(),
    notify: trouble,
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopped = true;
      stopReaders();
      stopOffers();
      await vault.close();
    },
  };

  /** The wallet may have gone on while the kiosk was down. */
  async function catchUpWithOffer({ visit }: RunningVisit) {
    if (visit.step !== 'offer' || !visit.offer?.id) return;
    const news = await issuing.status(visit.offer.id).catch(() => null);
    if (news) await ask({ type: 'offer.progressed', ...news });
  }
}

/** Six characters that are hard to mistake for one another when read aloud; about 29 bits, and no person in it. */
function newTicket(): string {
  const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
  const pick = () => alphabet[randomInt(alphabet.length)];
  return `${pick()}${pick()}${pick()}-${pick()}${pick()}${pick()}`;
}
