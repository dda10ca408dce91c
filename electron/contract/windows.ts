import type { CommandResult, Picture, StaffCommand, VisitorCommand } from './commands.ts';
import type { SimulatorAction } from './devices.ts';
import type { StaffSnapshot, StationSnapshot, VisitorSnapshot } from './snapshots.ts';

/** Every kind of window the host knows; `vision` is the page that compares faces and serves only the host. */
export const windowRoles = ['visitor', 'staff', 'station', 'vision'] as const;
export type WindowRole = (typeof windowRoles)[number];

/** What the host offers a window of each role. */
export interface HostForVisitor {
  snapshot(): VisitorSnapshot;
  command(command: VisitorCommand): CommandResult;
  picture(query: { ref: string }): Picture;
}
export interface HostForStaff {
  snapshot(): StaffSnapshot;
  command(command: StaffCommand): CommandResult;
  picture(query: { ref: string }): Picture;
}
export interface HostForStation {
  snapshot(): StationSnapshot;
  simulate(action: SimulatorAction): CommandResult;
}

/** What a window offers the host. */
export interface WindowOf<Snapshot> {
  changed(snapshot: Snapshot): void;
}
