import type { SpecimenDocument } from './documents/index.ts';

/** Linear RGB, 0..1. */
export type Colour = [number, number, number];

/** A lamp that lights the head: position and size in centimetres, the head at the origin, the camera on +z. */
export interface Lamp {
  at: [number, number, number];
  size: [number, number];
  watts: number;
  colour: Colour;
}

export interface Light {
  lamps: Lamp[];
  sky: { colour: Colour; strength: number };
}

/** How the modeller in `blender/` makes a head; shape numbers are about -2..2, 0 is the average face. */
export interface Look {
  shape: Record<string, number>;
  /** 0 young .. 1 old: the depth of folds. */
  age: number;
  /** Stops that the photographer opens or closes for this complexion. */
  exposure?: number;
  iris: Colour;
  /** Factors on the height of the upper and the lower lid. */
  lids: [number, number];
  skin: Record<string, unknown> & { base: Colour; lips: Colour; flush: Colour; shade: Colour };
  hairColour: Record<string, unknown>;
  hair: Record<string, unknown>;
  beard?: Record<string, unknown>;
  beardColour?: Record<string, unknown>;
  browColour?: Record<string, unknown>;
  brow: Record<string, unknown>;
  lash?: Record<string, unknown>;
  earSize?: number;
  lobe?: number;
  garment: { kind: 'crew' | 'polo' | 'scoop'; colour: Colour; width?: number };
}

/** Where the webcam stands: a room painted out of focus, and the light that comes from it. */
export interface Room {
  wall: string;
  floor: string;
  window: { x: number; width: number; tint: string } | null;
  light: Light;
  /** What the camera makes of it: gains of red and blue, and brightness. */
  whiteBalance: [number, number];
  brightness: number;
  seed: number;
}

export interface SpecimenPerson {
  id: string;
  name: string;
  seed: number;
  look: Look;
  documents: SpecimenDocument[];
  room: Room;
}
