import { EventEmitter } from 'node:events';
import { cancelable } from './life.ts';
import type { PortDouble } from './process-double.ts';
import type { SessionDouble } from './session-double.ts';

type FramePart = Pick<Electron.WebFrameMain, 'isDestroyed'>;

export class FrameDouble implements FramePart {
  url = '';
  destroyed = false;
  readonly received: { channel: string; message: unknown; ports: PortDouble[] }[] = [];

  isDestroyed(): boolean {
    return this.destroyed;
  }

  postMessage(channel: string, message: unknown, transfer: PortDouble[] = []): void {
    if (this.destroyed) throw new Error('Render frame was disposed before WebFrameMain could be accessed');
    this.received.push({ channel, message, ports: transfer });
  }
}

type ContentsPart = Pick<
  Electron.WebContents,
  | 'isDestroyed'
  | 'reload'
  | 'setZoomLevel'
  | 'setVisualZoomLevelLimits'
  | 'closeDevTools'
  | 'setWindowOpenHandler'
>;
type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

export class ContentsDouble extends EventEmitter implements ContentsPart {
  mainFrame = new FrameDouble();
  readonly session: SessionDouble;
  destroyed = false;
  reloads = 0;
  zoomLevel = 1;
  toolsOpen = false;
  private openHandler: OpenHandler | undefined;

  constructor(session: SessionDouble) {
    super();
    this.session = session;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  /** The page begins anew in a new frame; what held the old one holds something dead. */
  reload(): void {
    if (this.destroyed) throw new Error('Object has been destroyed');
    const { url } = this.mainFrame;
    this.mainFrame.destroyed = true;
    this.mainFrame = new FrameDouble();
    this.mainFrame.url = url;
    this.reloads += 1;
  }

  setZoomLevel(level: number): void {
    this.zoomLevel = level;
  }

  async setVisualZoomLevelLimits(): Promise<void> {}

  closeDevTools(): void {
    this.toolsOpen = false;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  /** `window.open` in the page; without a handler Electron opens a window. */
  opens(url: string): boolean {
    const details = { url, frameName: '', features: '', disposition: 'foreground-tab' } as const;
    return this.openHandler?.(details as Parameters<OpenHandler>[0]).action !== 'deny';
  }

  /** Emits an event a handler may prevent; true when nobody did. */
  attempt(event: string, ...args: unknown[]): boolean {
    const trial = cancelable();
    this.emit(event, trial, ...args);
    return !trial.defaultPrevented;
  }

  goneBecause(reason: string): void {
    this.emit('render-process-gone', {}, { reason, exitCode: 1 });
  }
}

type WindowPart = Pick<
  Electron.BrowserWindow,
  | 'loadURL'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'setKiosk'
  | 'isKiosk'
  | 'setBounds'
  | 'getBounds'
  | 'isVisible'
  | 'isDestroyed'
  | 'destroy'
>;

export interface WindowWorld {
  readonly windows: BrowserWindowDouble[];
  sessionOf(partition: string): SessionDouble;
  created(contents: ContentsDouble): void;
}

export class BrowserWindowDouble extends EventEmitter implements WindowPart {
  readonly options: Electron.BrowserWindowConstructorOptions;
  private readonly contents: ContentsDouble;
  private kiosk: boolean;
  private visible: boolean;
  private bounds: Electron.Rectangle = { x: 0, y: 0, width: 800, height: 600 };
  private destroyed = false;

  constructor(world: WindowWorld, options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.kiosk = options.kiosk ?? false;
    this.visible = options.show ?? true;
    this.contents = new ContentsDouble(world.sessionOf(options.webPreferences?.partition ?? ''));
    world.windows.push(this);
    world.created(this.contents);
  }

  get webContents(): ContentsDouble {
    this.alive();
    return this.contents;
  }

  /** The page's contents even when the window is gone, for what a test wants to know. */
  get lastContents(): ContentsDouble {
    return this.contents;
  }

  get preferences(): Electron.WebPreferences {
    return this.options.webPreferences ?? {};
  }

  async loadURL(url: string): Promise<void> {
    this.alive();
    this.contents.mainFrame.url = url;
  }

  show(): void {
    this.alive();
    this.visible = true;
  }

  showInactive(): void {
    this.show();
  }

  hide(): void {
    this.alive();
    this.visible = false;
  }

  setKiosk(flag: boolean): void {
    this.alive();
    this.kiosk = flag;
  }

  isKiosk(): boolean {
    return this.kiosk;
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.alive();
    if (this.kiosk) throw new Error('a kiosk window does not move');
    this.bounds = { ...this.bounds, ...bounds };
  }

  getBounds(): Electron.Rectangle {
    return this.bounds;
  }

  isVisible(): boolean {
    return this.visible && !this.destroyed;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  destroy(): void {
    if (this.destroyed) return;
    this.contents.mainFrame.destroyed = true;
    this.contents.destroyed = true;
    this.contents.emit('destroyed');
    this.destroyed = true;
    this.emit('closed');
  }

  private alive(): void {
    if (this.destroyed) throw new Error('Object has been destroyed');
  }
}
