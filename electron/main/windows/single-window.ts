import type { WindowRole } from '../../contract/windows.ts';
import { Backoff } from '../processes/backoff.ts';
import { partitions } from '../sessions.ts';
import type { WindowSettings } from './options.ts';
import { PageWindow } from './page-window.ts';
import type { Place } from './placement.ts';

export interface SingleWindowEvents {
  onLeave(reason: string): void;
  onGivenUp(reason: string): void;
}

/** At most one window of a role, made again when its page fails or somebody closes it. */
export class SingleWindow {
  current: PageWindow | undefined;
  private place: Place | null = null;
  private timer: NodeJS.Timeout | undefined;
  private readonly backoff = new Backoff();
  private readonly role: Exclude<WindowRole, 'visitor'>;
  private readonly settings: WindowSettings;
  private readonly events: SingleWindowEvents;

  constructor(role: Exclude<WindowRole, 'visitor'>, settings: WindowSettings, events: SingleWindowEvents) {
    this.role = role;
    this.settings = settings;
    this.events = events;
  }

  /** Opens the window, or destroys and replaces the one that is there. */
  open(): void {
    this.close();
    const again = (_window: PageWindow, reason: string) => this.failed(reason);
    this.current = new PageWindow(this.role, partitions[this.role][0], this.settings, {
      onFailed: again,
      onLeave: this.events.onLeave,
      onClosed: (window) => again(window, 'closed'),
    });
    this.current.showAt(this.place);
  }

  showAt(place: Place | null): void {
    this.place = place;
    this.current?.showAt(place);
  }

  close(): void {
    clearTimeout(this.timer);
    this.current?.destroy();
    this.current = undefined;
  }

  private failed(reason: string): void {
    this.current = undefined;
    const wait = this.backoff.failed();
    if (wait === undefined) this.events.onGivenUp(reason);
    else this.timer = setTimeout(() => this.open(), wait);
  }
}
