import type { LivenessAction } from '../../electron/contract/index.ts';
import { AT_HAND, photographed, room, type Surface } from './camera.ts';
import type { Actor } from './people.ts';
import { type Picture, pictureOf, sample } from './picture.ts';
import { trembling } from './prints.ts';
import { type Answered, answered, type Beat, performed } from './sequence.ts';

/** A device that plays a film. Lengths in pixels of the camera at hand, from the middle to either side. */
export interface Screen {
  readonly across: number;
  readonly down: number;
  /** Width of its dark rim. */
  readonly rim: number;
  /** From one of its pixels to the next; none: too fine to be seen. */
  readonly pitch?: number;
  /** Pixels of the film that one pixel of the camera shows. */
  readonly shrunk?: number;
  readonly glossy?: boolean;
  /** Degrees by which its lattice leans against the camera's. */
  readonly leaning?: number;
}

export const screens = {
  telephone: { across: 88, down: 160, rim: 9, shrunk: 1.7 },
  'glossy tablet': { across: 160, down: 215, rim: 16, shrunk: 1.05, glossy: true },
  'monitor, pixels of the camera’s size': { across: 400, down: 300, rim: 0, pitch: 1.06, leaning: 1.5 },
  'monitor, coarse pixels': { across: 400, down: 300, rim: 0, pitch: 1.9, leaning: 2 },
  'advertising wall': { across: 400, down: 300, rim: 0, pitch: 3.2 },
} as const satisfies Record<string, Screen>;

/** Width of a camera's pixel that takes light, at hand. */
const APERTURE = 0.9;

/** How much of [x, x + APERTURE] lies where `from` to `to` of every `pitch` is lit, as a share. */
function lit(x: number, pitch: number, from: number, to: number): number {
  const upTo = (end: number) => {
    const whole = Math.floor(end / pitch);
    return whole * (to - from) * pitch + Math.min(to - from, Math.max(0, end / pitch - whole - from)) * pitch;
  };
  return (upTo(x + APERTURE) - upTo(x)) / APERTURE;
}

/** Red, green and blue stripes beside each other with dark between, as bright on the whole as the film. */
function lattice(u: number, v: number, pitch: number, out: Float64Array): void {
  const row = lit(v, pitch, 0, 0.88) / 0.88;
  for (let stripe = 0; stripe < 3; stripe++) {
    const column = lit(u, pitch, stripe / 3 + 0.02, stripe / 3 + 0.31) / 0.29;
    out[stripe] = out[stripe]! * row * column;
  }
}

function surfaceOf(
  film: Picture,
  { across, down, rim, pitch, shrunk = 1, glossy, leaning = 0 }: Screen,
): Surface {
  const [c, s] = [Math.cos((leaning * Math.PI) / 180), Math.sin((leaning * Math.PI) / 180)];
  return (x, y, out) => {
    const [u, v] = [x * c - y * s, x * s + y * c];
    if (Math.abs(u) > across + rim || Math.abs(v) > down + rim) return false;
    if (Math.abs(u) > across || Math.abs(v) > down) {
      out.fill(18);
      return true;
    }
    sample(film, u * shrunk + film.width / 2, v * shrunk + film.height / 2 - 20, out);
    for (let channel = 0; channel < 3; channel++) out[channel] = 8 + 0.92 * out[channel]!;
    if (pitch !== undefined) lattice(u, v, pitch, out);
    // A window is mirrored in it.
    const shine = glossy
      ? 60 / (1 + Math.exp(-(u - v * 0.4 - 30) / 8)) / (1 + Math.exp((u - v * 0.4 - 110) / 8))
      : 0;
    for (let channel = 0; channel < 3; channel++) out[channel] = out[channel]! + shine;
    return true;
  };
}

/** A film of somebody who does what is asked, played on a screen before the camera. */
export function screened(
  actor: Actor,
  actions: readonly LivenessAction[],
  screen: Screen,
  filmed: readonly LivenessAction[] = actions,
): Answered {
  const background = room();
  const beats = performed(actor, filmed);
  const look = ({ file }: Beat, k: number) =>
    photographed({
      surface: surfaceOf(pictureOf(file), screen),
      held: trembling({ far: AT_HAND }, screen.rim > 0 ? k : 0),
      background,
      seed: 3000 + k,
      rays: screen.pitch === undefined ? 2 : 1,
    });
  return answered(actions, beats, look);
}
