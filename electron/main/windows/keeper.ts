import { screen, type WebContents } from 'electron';
import { type WindowRole, windowRoles } from '../../contract/windows.ts';
import type { ShellConfig } from '../config.ts';
import { log } from '../log.ts';
import type { PageWindow } from './page-window.ts';
import { type Placement, placeWindows } from './placement.ts';
import { SingleWindow } from './single-window.ts';
import { VisitorWindows } from './visitor-windows.ts';

export interface WindowKeeperEvents {
  /** A page became the one of its role without asking anew: the pre-warmed visitor's. */
  onPromoted(contents: WebContents): void;
  onLeave(reason: string): void;
  onGivenUp(role: WindowRole, reason: string): void;
}

/** All windows of the app: which there are, where they stand, and who a page is. */
export class WindowKeeper {
  private readonly config: ShellConfig;
  private readonly visitor: VisitorWindows;
  private readonly staff: SingleWindow;
  private readonly station: SingleWindow;
  private readonly vision: SingleWindow;
  private readonly hasStaff: boolean;
  private readonly shared: boolean;
  private readonly leave: (reason: string) => void;
  private readonly bound: { visitor: string | undefined; staff: string | undefined };

  constructor(config: ShellConfig, events: WindowKeeperEvents) {
    this.config = config;
    const { posture, staffWindow, displays } = config.station;
    this.hasStaff = staffWindow ?? posture === 'attended';
    // In training one screen has to do for both.
    this.shared = displays.shared || config.simulated;
    this.leave = events.onLeave;
    this.bound = { visitor: displays.visitor, staff: displays.staff };
    const eventsOf = (role: WindowRole) => ({
      onLeave: events.onLeave,
      onGivenUp: (reason: string) => events.onGivenUp(role, reason),
    });
    this.staff = new SingleWindow('staff', config, eventsOf('staff'));
    this.station = new SingleWindow('station', config, eventsOf('station'));
    this.vision = new SingleWindow('vision', config, eventsOf('vision'));
    this.visitor = new VisitorWindows(config, {
      ...eventsOf('visitor'),
      onChanged: (window) => window.contents && events.onPromoted(window.contents),
    });
  }

  /** Opens what this station shows, and keeps it in place when displays come and go. */
  open(): void {
    // Nobody could begin a visit here: staff begin it, and their window has no place.
    if (this.hasStaff && !this.shared && screen.getAllDisplays().length === 1) {
      this.leave('no-staff-display');
      return;
    }
    if (this.hasStaff) this.staff.open();
    if (this.config.simulated) this.station.open();
    this.place();
    const replace = () => this.place();
    screen.on('display-added', replace);
    screen.on('display-removed', replace);
    screen.on('display-metrics-changed', replace);
  }

  openVision(): void {
    this.vision.open();
  }

  closeVision(): void {
    this.vision.close();
  }

  /** A new visitor: nothing of the earlier one is left in a process or a store. */
  replaceVisitor(): Promise<void> {
    return this.visitor.replace();
  }

  /** Undefined for a pre-warmed page, and for any that is not ours. */
  roleOf(contents: WebContents): WindowRole | undefined {
    return windowRoles.find((role) => this.windowOf(role)?.contents === contents);
  }

  close(): void {
    this.visitor.close();
    for (const window of [this.staff, this.station, this.vision]) window.close();
  }

  private windowOf(role: WindowRole): PageWindow | undefined {
    return this[role].current;
  }

  private place(): void {
    const displays = screen.getAllDisplays();
    if (displays.length === 0) return;
    const { shared } = this;
    const primary = screen.getPrimaryDisplay();
    const places = placeWindows({
      displays,
      primary: primary.id,
      ...this.bound,
      hasStaff: this.hasStaff,
      shared,
      windowed: this.config.windowed,
    });
    this.bind(places);
    this.visitor.showAt(places.visitor);
    this.staff.showAt(places.staff);
    const { x, y, width, height } = (displays.find((one) => one.id !== primary.id) ?? primary).workArea;
    const bounds = { x: x + width - Math.min(480, width), y, width: Math.min(480, width), height };
    this.station.showAt({ display: String(primary.id), bounds, kiosk: false });
  }

  /** A window keeps the display it was first given, and goes back to it when it returns. */
  private bind({ visitor, staff }: Placement): void {
    this.bound.visitor ??= visitor?.display;
    this.bound.staff ??= staff?.display;
    if (!visitor) log('window/no-display', { role: 'visitor' });
    if (!staff && this.hasStaff) log('window/no-display', { role: 'staff' });
  }
}
