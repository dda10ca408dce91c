import { EventEmitter } from 'node:events';
import { cancelable, type Life } from './life.ts';

export interface AppSettings {
  packaged: boolean;
  appPath: string;
  userData: string;
  /** false where another instance runs */
  lock: boolean;
  /** switches on the command line */
  switches: Record<string, string>;
}

class CommandLineDouble
  implements Pick<Electron.CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue'>
{
  readonly switches: Map<string, string>;

  constructor(given: Record<string, string>) {
    this.switches = new Map(Object.entries(given));
  }

  appendSwitch(name: string, value = ''): void {
    this.switches.set(name, value);
  }

  hasSwitch(name: string): boolean {
    return this.switches.has(name);
  }

  getSwitchValue(name: string): string {
    return this.switches.get(name) ?? '';
  }
}

type AppPart = Pick<
  Electron.App,
  | 'isPackaged'
  | 'exit'
  | 'quit'
  | 'relaunch'
  | 'whenReady'
  | 'isReady'
  | 'requestSingleInstanceLock'
  | 'getAppPath'
  | 'getPath'
  | 'getVersion'
  | 'enableSandbox'
>;

export class AppDouble extends EventEmitter implements AppPart {
  readonly isPackaged: boolean;
  readonly commandLine: CommandLineDouble;
  /** the code of the first `exit` */
  exitCode: number | undefined;
  relaunches = 0;
  sandboxed = false;
  private readonly life: Life;
  private readonly settings: AppSettings;
  private readonly readiness = Promise.withResolvers<void>();

  constructor(life: Life, settings: AppSettings) {
    super();
    this.life = life;
    this.settings = settings;
    this.isPackaged = settings.packaged;
    this.commandLine = new CommandLineDouble(settings.switches);
  }

  becomeReady(): void {
    this.life.ready = true;
    this.readiness.resolve();
    this.emit('ready');
  }

  exit(code = 0): void {
    this.exitCode ??= code;
  }

  /** Electron asks first, by `before-quit`; what is not prevented closes windows and exits. */
  quit(): void {
    const event = cancelable();
    this.emit('before-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }

  relaunch(): void {
    this.relaunches += 1;
  }

  whenReady(): Promise<void> {
    return this.readiness.promise;
  }

  isReady(): boolean {
    return this.life.ready;
  }

  requestSingleInstanceLock(): boolean {
    return this.settings.lock;
  }

  getAppPath(): string {
    return this.settings.appPath;
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    if (name === 'userData') return this.settings.userData;
    throw new Error(`the double knows no path ${name}`);
  }

  getVersion(): string {
    return '0.1.0-test';
  }

  enableSandbox(): void {
    if (this.life.ready) throw new Error('enableSandbox has to be called before the app is ready');
    this.sandboxed = true;
  }
}
