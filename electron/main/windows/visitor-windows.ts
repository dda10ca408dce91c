import { app, clipboard } from 'electron';
import { log } from '../log.ts';
import { Backoff } from '../processes/backoff.ts';
import { clearPartition, partitions } from '../sessions.ts';
import type { WindowSettings } from './options.ts';
import { PageWindow, type PageWindowEvents } from './page-window.ts';
import type { Place } from './placement.ts';

export interface VisitorWindowsEvents {
  /** Another window is the visitor's now; its page may have asked for its port already. */
  onChanged(window: PageWindow): void;
  onLeave(reason: string): void;
  onGivenUp(reason: string): void;
}

/**
 * The visitor's window, and a second one that is loaded and hidden. JavaScript cannot overwrite what it held, so when a
 * visit ends the renderer that saw a face and a document is destroyed with its memory, and the next visitor gets the
 * waiting one at once. Only the window before the visitor may have a port and a camera.
 */
export class VisitorWindows {
  current: PageWindow;
  private spare: PageWindow | undefined;
  private place: Place | null = null;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private readonly backoff = new Backoff();
  private readonly settings: WindowSettings;
  private readonly events: VisitorWindowsEvents;

  constructor(settings: WindowSettings, events: VisitorWindowsEvents) {
    this.settings = settings;
    this.events = events;
    this.current = this.make(partitions.visitor[0]);
    this.prepareSpare();
  }

  showAt(place: Place | null): void {
    this.place = place;
    this.current.showAt(place);
  }

  /** Puts a fresh renderer before the visitor; resolves when what the old one stored is gone too. */
  async replace(): Promise<void> {
    const old = this.current;
    this.promote();
    old.destroy();
    if (this.settings.production) clipboard.clear();
    await this.clear(old.partition);
    this.prepareSpare();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.spare?.destroy();
    this.current.destroy();
  }

  private promote(): void {
    this.current = this.spare ?? this.make(otherPartition(this.current.partition));
    this.spare = undefined;
    this.current.showAt(this.place);
    this.events.onChanged(this.current);
  }

  private async clear(used: string): Promise<void> {
    try {
      await clearPartition(used);
    } catch {
      log('visitor/partition-not-cleared', { partition: used });
    }
  }

  private prepareSpare(): void {
    if (!this.closed) this.spare ??= this.make(otherPartition(this.current.partition));
  }

  private make(partition: string): PageWindow {
    const events: PageWindowEvents = {
      onFailed: (window, reason) => this.failed(window, reason),
      onLeave: this.events.onLeave,
      onClosed: (window) => (this.settings.windowed ? app.quit() : this.failed(window, 'closed')),
    };
    return new PageWindow('visitor', partition, this.settings, events);
  }

  /** The first failure is mended at once from the spare; the spare itself comes back ever more slowly. */
  private failed(window: PageWindow, reason: string): void {
    const wait = this.backoff.failed();
    if (wait === undefined) {
      this.events.onGivenUp(reason);
      return;
    }
    const wasCurrent = window === this.current;
    if (!wasCurrent) this.spare = undefined;
    if (wasCurrent && this.spare) this.promote();
    void this.clear(window.partition);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.closed) return;
      if (this.current.contents === undefined) this.promote();
      this.prepareSpare();
    }, wait);
  }
}

function otherPartition(partition: string): string {
  return partition === partitions.visitor[0] ? partitions.visitor[1] : partitions.visitor[0];
}
