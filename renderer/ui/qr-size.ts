export interface QrSpace {
  /** CSS pixels the code may take in each direction, its margin included. */
  readonly available: number;
  /** Modules in a row, the quiet zone included. */
  readonly modules: number;
  /** Device pixels of one CSS pixel. */
  readonly devicePixelRatio: number;
  /** Device pixels of an inch of this screen; null when nobody has told. */
  readonly pixelsPerInch: number | null;
}

/** Millimetres of a module: less is not read from 40 cm, and more does not fit into a phone's picture from there. */
const LEAST = 1.5;
const BEST = 2.2;
const INCH = 25.4;

/**
 * CSS pixels of one module, such that a module is a whole number of device pixels: an edge between two of them would be grey.
 * Where the screen's resolution is known the code gets the size it is read best at from arm's length; where not, all there is.
 */
export function qrModuleSize({ available, modules, devicePixelRatio, pixelsPerInch }: QrSpace): number {
  const most = Math.floor((available * devicePixelRatio) / modules);
  if (most < 1) return available / modules;
  if (pixelsPerInch === null) return most / devicePixelRatio;
  const pixels = (millimetres: number) => (millimetres / INCH) * pixelsPerInch;
  const wanted = Math.max(Math.ceil(pixels(LEAST)), Math.round(pixels(BEST)));
  return Math.min(most, wanted) / devicePixelRatio;
}
