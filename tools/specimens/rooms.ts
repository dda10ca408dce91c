import type { Light, Room } from './person.ts';

/** A photographer's booth: two large lamps and a bright surround, for portraits. */
export const booth: Light = {
  lamps: [
    { at: [-34, 42, 66], size: [34, 34], watts: 36_000, colour: [1, 0.98, 0.95] },
    { at: [42, 36, 60], size: [34, 34], watts: 21_000, colour: [1, 0.98, 0.96] },
    { at: [0, -40, 55], size: [40, 20], watts: 2_500, colour: [1, 0.97, 0.94] },
  ],
  sky: { colour: [0.94, 0.96, 1], strength: 0.42 },
};

/** A desk by a window on the visitor's right, ceiling light behind. */
export const byTheWindow: Room = {
  wall: '#b9bfc2',
  floor: '#8d8a86',
  window: { x: 20, width: 150, tint: '#f4f8ff' },
  light: {
    lamps: [
      { at: [-78, 30, 40], size: [70, 70], watts: 92_000, colour: [0.9, 0.95, 1] },
      { at: [20, 90, 30], size: [60, 20], watts: 26_000, colour: [1, 0.93, 0.82] },
      { at: [0, -6, 70], size: [34, 20], watts: 5_500, colour: [0.9, 0.95, 1] },
    ],
    sky: { colour: [0.95, 0.93, 0.9], strength: 0.28 },
  },
  whiteBalance: [0.99, 1.03],
  brightness: 1.0,
  seed: 1,
};

/** A hall with warm ceiling lamps. */
export const warmHall: Room = {
  wall: '#cdbfa9',
  floor: '#7d6a58',
  window: null,
  light: {
    lamps: [
      { at: [-20, 85, 45], size: [90, 30], watts: 62_000, colour: [1, 0.86, 0.68] },
      { at: [50, 60, 60], size: [50, 30], watts: 24_000, colour: [1, 0.88, 0.72] },
      { at: [0, -10, 70], size: [40, 24], watts: 9_000, colour: [0.88, 0.94, 1] },
    ],
    sky: { colour: [1, 0.93, 0.84], strength: 0.36 },
  },
  whiteBalance: [1.0, 1.06],
  brightness: 1.04,
  seed: 2,
};

/** An office with cool tubes and a window on the visitor's left. */
export const coolOffice: Room = {
  wall: '#c9d2d6',
  floor: '#77807f',
  window: { x: 470, width: 140, tint: '#ffffff' },
  light: {
    lamps: [
      { at: [72, 34, 46], size: [60, 70], watts: 64_000, colour: [0.94, 0.97, 1] },
      { at: [-40, 85, 30], size: [80, 26], watts: 30_000, colour: [0.95, 1, 0.97] },
      { at: [0, -6, 70], size: [34, 20], watts: 6_500, colour: [0.92, 0.96, 1] },
    ],
    sky: { colour: [0.93, 0.97, 1], strength: 0.34 },
  },
  whiteBalance: [1.02, 0.99],
  brightness: 1.0,
  seed: 3,
};

/** A library corner in the afternoon. */
export const library: Room = {
  wall: '#9a8f7d',
  floor: '#5d4c3d',
  window: { x: 430, width: 120, tint: '#fff1d8' },
  light: {
    lamps: [
      { at: [60, 44, 56], size: [50, 60], watts: 58_000, colour: [1, 0.92, 0.8] },
      { at: [-52, 40, 50], size: [50, 40], watts: 26_000, colour: [0.92, 0.95, 1] },
      { at: [0, -8, 70], size: [34, 20], watts: 6_000, colour: [0.94, 0.96, 1] },
    ],
    sky: { colour: [1, 0.96, 0.9], strength: 0.34 },
  },
  whiteBalance: [1.0, 1.02],
  brightness: 1.02,
  seed: 4,
};
