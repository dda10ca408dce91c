import type { MessagePortMain } from 'electron';
import { CodedError } from '../../contract/errors.ts';
import { type HostConfig, hostToShell, type ShellToHost } from '../../contract/shell.ts';
import type { WindowRole } from '../../contract/windows.ts';
import { unwrapKey, wrapKey } from '../keys.ts';
import { log } from '../log.ts';
import { Heartbeat } from './heartbeat.ts';
import { SupervisedProcess } from './supervised.ts';

export interface HostEvents {
  onReady(): void;
  onVisitEnded(): void;
  onFatal(code: string): void;
  /** @param named devices, which the station file names to the host */
  onSpawnDrivers(named: readonly string[]): void;
  onOpenVision(): void;
  /** @param final the host ended so often that it is not started again */
  onGone(final: boolean): void;
}

/** milliseconds from `start` to `ready`: opening the vault checks it, and old machines are slow */
const startPatience = 60_000;
const stopPatience = 8_000;

/** The host's process as main sees it: it carries ports and keys there, and knows nothing of a visit. */
export class HostProcess {
  /** Ports and messages about the station reach the host only between `ready` and its end. */
  ready = false;
  private readonly config: HostConfig;
  private readonly events: HostEvents;
  private readonly process: SupervisedProcess;
  private readonly heartbeat: Heartbeat;
  private startTimer: NodeJS.Timeout | undefined;

  constructor(entry: string, config: HostConfig, events: HostEvents) {
    this.config = config;
    this.events = events;
    this.process = new SupervisedProcess({
      name: 'host',
      restarts: true,
      entry,
      onSpawn: () => this.spawned(),
      onMessage: (message) => this.receive(message),
      onGone: (_exitCode, final) => {
        this.settle();
        events.onGone(final);
      },
    });
    this.heartbeat = new Heartbeat(
      { every: 5_000, missed: 3 },
      (id) => this.post({ type: 'ping', id }),
      () => this.process.killHung(),
    );
  }

  start(): void {
    this.settle();
    this.process.start();
  }

  tell(message: ShellToHost): void {
    if (this.ready) this.post(message);
  }

  handWindowPort(role: WindowRole, port: MessagePortMain): void {
    this.post({ type: 'port', role }, [port]);
  }

  handDriversPort(port: MessagePortMain): void {
    this.post({ type: 'drivers-port' }, [port]);
  }

  suspend(): void {
    this.tell({ type: 'suspending' });
    this.heartbeat.stop();
  }

  resume(): void {
    this.tell({ type: 'resumed' });
    if (this.ready) this.heartbeat.start();
  }

  /** Lets the host close the vault; resolves when its process is gone. */
  async end(): Promise<void> {
    this.settle();
    await this.process.end(() => this.post({ type: 'stop' }), stopPatience);
  }

  private spawned(): void {
    this.startTimer = setTimeout(() => this.process.killHung(), startPatience);
    this.post({ type: 'start', config: this.config });
  }

  private settle(): void {
    this.ready = false;
    clearTimeout(this.startTimer);
    this.heartbeat.stop();
  }

  private post(message: ShellToHost, ports: MessagePortMain[] = []): void {
    this.process.post(message, ports);
  }

  private receive(raw: unknown): void {
    const parsed = hostToShell.safeParse(raw);
    if (!parsed.success) {
      log('host/message-malformed');
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case 'ready':
        clearTimeout(this.startTimer);
        this.ready = true;
        this.heartbeat.start();
        this.events.onReady();
        break;
      case 'visit-ended':
        this.events.onVisitEnded();
        break;
      case 'fatal':
        this.events.onFatal(message.code);
        break;
      case 'spawn-drivers':
        this.events.onSpawnDrivers(message.args);
        break;
      case 'open-vision':
        this.events.onOpenVision();
        break;
      case 'pong':
        this.heartbeat.pong(message.id);
        break;
      case 'wrap-key':
        void this.answer(message.id, async () => ({ key: await wrapKey(message.bytes), rewrap: false }));
        break;
      case 'unwrap-key':
        void this.answer(message.id, () => unwrapKey(message.bytes));
    }
  }

  private async answer(id: number, work: () => Promise<{ key: Uint8Array; rewrap: boolean }>): Promise<void> {
    try {
      const { key, rewrap } = await work();
      this.post({ type: 'key', id, bytes: key, error: null, rewrap });
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'shell/unexpected';
      log('key/failed', { error: code });
      this.post({ type: 'key', id, bytes: null, error: code, rewrap: false });
    }
  }
}
