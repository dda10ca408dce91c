import { BrowserWindow, type WebContents } from 'electron';
import type { WindowRole } from '../../contract/windows.ts';
import { log } from '../log.ts';
import { pageUrl } from '../origin.ts';
import { goneResponses } from './gone.ts';
import { type WindowSettings, windowOptions } from './options.ts';
import type { Place } from './placement.ts';

export interface PageWindowEvents {
  /** The page cannot go on; a new window has to take its place. */
  onFailed(window: PageWindow, reason: string): void;
  onLeave(reason: string): void;
  /** Closed by somebody at the screen. */
  onClosed(window: PageWindow): void;
}

const aborted = -3;

/** One window with the one page of its role. It reports at most one end, and none after `destroy`. */
export class PageWindow {
  readonly role: WindowRole;
  readonly partition: string;
  private readonly window: BrowserWindow;
  private readonly events: PageWindowEvents;
  private place: Place | null = null;
  private painted = false;
  private over = false;

  constructor(role: WindowRole, partition: string, settings: WindowSettings, events: PageWindowEvents) {
    this.role = role;
    this.partition = partition;
    this.events = events;
    this.window = new BrowserWindow(windowOptions(role, partition, settings));
    this.watch();
    // A failed load is reported by did-fail-load; the promise says the same a second time.
    this.window.loadURL(pageUrl(role)).catch(() => {});
  }

  get contents(): WebContents | undefined {
    return this.over ? undefined : this.window.webContents;
  }

  /** Shows the window at its place as soon as it has something to show; null hides it. */
  showAt(place: Place | null): void {
    if (this.over || samePlace(this.place, place)) return;
    this.place = place;
    if (!place) {
      this.window.setKiosk(false);
      this.window.hide();
      return;
    }
    // A kiosk window does not move between displays; it has to be an ordinary one for a moment.
    this.window.setKiosk(false);
    this.window.setBounds(place.bounds);
    this.window.setKiosk(place.kiosk);
    this.showIfReady();
  }

  destroy(): void {
    if (this.over) return;
    this.over = true;
    this.window.destroy();
  }

  private showIfReady(): void {
    if (this.over || !this.painted || !this.place) return;
    if (this.role === 'visitor') this.window.show();
    else this.window.showInactive();
  }

  private watch(): void {
    const { window } = this;
    const contents = window.webContents;
    window.once('ready-to-show', () => {
      this.painted = true;
      this.showIfReady();
    });
    window.on('closed', () => this.end(() => this.events.onClosed(this)));
    window.on('page-title-updated', (event) => event.preventDefault());
    contents.on('render-process-gone', (_event, { reason, exitCode }) => {
      log('page/process-gone', { role: this.role, reason, exitCode });
      if (goneResponses[reason] === 'leave') this.events.onLeave(reason);
      else this.fail(reason);
    });
    contents.on('unresponsive', () => this.fail('unresponsive'));
    contents.on('preload-error', () => this.fail('preload-error'));
    contents.on('did-fail-load', (_event, errorCode, _description, _url, isMainFrame) => {
      if (isMainFrame && errorCode !== aborted) this.fail(`load-failed:${errorCode}`);
    });
  }

  private fail(reason: string): void {
    this.end(() => {
      this.window.destroy();
      log('page/failed', { role: this.role, reason });
      this.events.onFailed(this, reason);
    });
  }

  private end(report: () => void): void {
    if (this.over) return;
    this.over = true;
    report();
  }
}

function samePlace(a: Place | null, b: Place | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
