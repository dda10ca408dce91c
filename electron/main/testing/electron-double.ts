import { EventEmitter } from 'node:events';
import { AppDouble, type AppSettings } from './app-double.ts';
import { type Life, needReady } from './life.ts';
import { MessageChannelMainDouble, UtilityProcessDouble } from './process-double.ts';
import { type SessionDouble, sessionsDouble } from './session-double.ts';
import { BrowserWindowDouble, type ContentsDouble, type FrameDouble } from './window-double.ts';

export interface DoubleSettings extends AppSettings {
  displays: DisplayDouble[];
}

export type DisplayDouble = Pick<Electron.Display, 'id' | 'bounds' | 'workArea' | 'touchSupport'>;

export function display(id: number, x: number, touch = false): DisplayDouble {
  const bounds = { x, y: 0, width: 1920, height: 1080 };
  return {
    id,
    bounds,
    workArea: { ...bounds, height: 1040 },
    touchSupport: touch ? 'available' : 'unavailable',
  };
}

class ScreenDouble extends EventEmitter {
  displays: DisplayDouble[];
  private readonly life: Life;

  constructor(life: Life, displays: DisplayDouble[]) {
    super();
    this.life = life;
    this.displays = displays;
  }

  getAllDisplays(): DisplayDouble[] {
    needReady(this.life, 'screen');
    return this.displays;
  }

  getPrimaryDisplay(): DisplayDouble {
    needReady(this.life, 'screen');
    return this.displays[0]!;
  }

  remove(id: number): void {
    const gone = this.displays.find((one) => one.id === id);
    this.displays = this.displays.filter((one) => one !== gone);
    this.emit('display-removed', {}, gone);
  }

  add(one: DisplayDouble): void {
    this.displays = [...this.displays, one];
    this.emit('display-added', {}, one);
  }
}

/** Keeps text by turning its bytes round; a store that is broken fails every call. */
class SafeStorageDouble
  implements
    Pick<
      Electron.SafeStorage,
      'encryptStringAsync' | 'decryptStringAsync' | 'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend'
    >
{
  backend: ReturnType<Electron.SafeStorage['getSelectedStorageBackend']> = 'gnome_libsecret';
  available = true;
  broken = false;
  rotated = false;

  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return this.available;
  }

  getSelectedStorageBackend() {
    return this.backend;
  }

  async encryptStringAsync(text: string): Promise<Buffer> {
    if (this.broken) throw new Error('the keyring is locked');
    return Buffer.from(`sealed:${text}`).reverse();
  }

  async decryptStringAsync(sealed: Buffer) {
    const text = Buffer.from(sealed).reverse().toString();
    if (this.broken || !text.startsWith('sealed:')) throw new Error('cannot be decrypted');
    return { result: text.slice('sealed:'.length), shouldReEncrypt: this.rotated };
  }
}

/**
 * The parts of Electron that main uses, with their rules: what may be used before and after `ready`, what a destroyed
 * window throws, what is asked and can be denied. `module` is what `import 'electron'` gives; the rest is for the test.
 */
export function electronDouble(settings: DoubleSettings) {
  const life: Life = { ready: false };
  const app = new AppDouble(life, settings);
  const screen = new ScreenDouble(life, settings.displays);
  const safeStorage = new SafeStorageDouble();
  const ipcMain = new EventEmitter();
  const powerMonitor = new EventEmitter();
  const windows: BrowserWindowDouble[] = [];
  const processes: UtilityProcessDouble[] = [];
  const schemes: Electron.CustomScheme[] = [];
  const clipboard = { cleared: 0 };
  const menus: unknown[] = [];
  const session = sessionsDouble(life, (made) => app.emit('session-created', made));

  class BrowserWindow extends BrowserWindowDouble {
    constructor(options: Electron.BrowserWindowConstructorOptions) {
      needReady(life, 'BrowserWindow');
      const created = (contents: ContentsDouble) => app.emit('web-contents-created', {}, contents);
      super({ windows, sessionOf: session.fromPartition, created }, options);
    }
  }

  const module = {
    app,
    BrowserWindow,
    clipboard: {
      clear() {
        clipboard.cleared += 1;
      },
    },
    ipcMain,
    Menu: { setApplicationMenu: (menu: unknown) => void menus.push(menu) },
    MessageChannelMain: MessageChannelMainDouble,
    powerMonitor,
    protocol: {
      registerSchemesAsPrivileged(given: Electron.CustomScheme[]) {
        if (life.ready) throw new Error('schemes have to be registered before the app is ready');
        schemes.push(...given);
      },
    },
    safeStorage,
    screen,
    session,
    systemPreferences: { askForMediaAccess: async () => true },
    utilityProcess: {
      fork(entry: string, args: string[] = [], options: Electron.ForkOptions = {}) {
        needReady(life, 'utilityProcess.fork');
        const made = new UtilityProcessDouble(entry, args, options);
        processes.push(made);
        return made;
      },
    },
  } satisfies Partial<Record<keyof typeof Electron.CrossProcessExports, unknown>>;

  return {
    module,
    app,
    screen,
    safeStorage,
    ipcMain,
    powerMonitor,
    windows,
    processes,
    schemes,
    clipboard,
    menus,
    sessionOf: (partition: string): SessionDouble => session.fromPartition(partition),
    /** Windows that are there, of one role, the shown one first. */
    windowsOf(role: string): BrowserWindowDouble[] {
      return windows
        .filter((one) => !one.isDestroyed() && one.lastContents.mainFrame.url.includes(`//kiosk/${role}/`))
        .sort((a, b) => Number(b.isVisible()) - Number(a.isVisible()));
    },
    processOf(name: string): UtilityProcessDouble | undefined {
      return processes.findLast((one) => one.options.serviceName === `proofdesk-${name}`);
    },
    /** ipc from a frame of a page; by default from its main frame. */
    asksForPort(contents: ContentsDouble, frame: FrameDouble | null = contents.mainFrame): void {
      ipcMain.emit('proofdesk:ready', { sender: contents, senderFrame: frame, ports: [] });
    },
  };
}

export type ElectronDouble = ReturnType<typeof electronDouble>;
