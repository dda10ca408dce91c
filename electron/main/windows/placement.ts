import type { Display, Rectangle } from 'electron';

export type ShownDisplay = Pick<Display, 'id' | 'bounds' | 'workArea' | 'touchSupport'>;

export interface Place {
  display: string;
  bounds: Rectangle;
  kiosk: boolean;
}

export interface PlacementWishes {
  displays: readonly ShownDisplay[];
  primary: number;
  /** Ids from the station file, or those the windows were bound to before; an id that is absent is waited for. */
  visitor: string | undefined;
  staff: string | undefined;
  hasStaff: boolean;
  shared: boolean;
  windowed: boolean;
}

export interface Placement {
  visitor: Place | null;
  staff: Place | null;
}

/**
 * Puts the visitor's and the staff's window on displays. What staff see never comes to stand where the visitor looks,
 * and a kiosk window never covers the display that belongs to staff, unless the station says that they share one: a
 * window without a display is hidden (null) until one is there.
 */
export function placeWindows(wishes: PlacementWishes): Placement {
  const { displays, hasStaff, shared } = wishes;
  const free = displays.filter((one) => shared || !hasStaff || String(one.id) !== wishes.staff);
  const visitor = byId(displays, wishes.visitor) ?? preferredForVisitor(free, wishes);
  const rest = displays.filter((one) => one.id !== visitor?.id);
  const staff = hasStaff ? (byId(rest, wishes.staff) ?? preferredForStaff(rest, wishes)) : undefined;
  if (staff || !hasStaff || !shared || !visitor) {
    return {
      visitor: visitor ? alone(visitor, !wishes.windowed) : null,
      staff: staff ? alone(staff, false) : null,
    };
  }
  const [left, right] = halves(visitor.workArea);
  const display = String(visitor.id);
  return {
    visitor: { display, bounds: left, kiosk: false },
    staff: { display, bounds: right, kiosk: false },
  };
}

function byId(displays: readonly ShownDisplay[], id: string | undefined): ShownDisplay | undefined {
  return displays.find((one) => String(one.id) === id);
}

/** A touch screen; at a staffed desk the display that is not the computer's main one. */
function preferredForVisitor(free: readonly ShownDisplay[], { hasStaff, primary }: PlacementWishes) {
  const isMain = (one: ShownDisplay) => one.id === primary;
  return (
    free.find((one) => one.touchSupport === 'available') ??
    free.find((one) => isMain(one) !== hasStaff) ??
    free[0]
  );
}

function preferredForStaff(rest: readonly ShownDisplay[], { primary }: PlacementWishes) {
  return rest.find((one) => one.id === primary) ?? rest[0];
}

function alone(display: ShownDisplay, kiosk: boolean): Place {
  return { display: String(display.id), bounds: kiosk ? display.bounds : display.workArea, kiosk };
}

function halves({ x, y, width, height }: Rectangle): [Rectangle, Rectangle] {
  const left = Math.ceil(width / 2);
  return [
    { x, y, width: left, height },
    { x: x + left, y, width: width - left, height },
  ];
}
