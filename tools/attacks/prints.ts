import type { LivenessAction } from '../../electron/contract/index.ts';
import { AT_HAND, type Held, photographed, room, type Surface } from './camera.ts';
import type { Actor } from './people.ts';
import { type Picture, pictureOf, sample } from './picture.ts';
import { type Answered, answered, type Beat, performed } from './sequence.ts';

/** The sheet: the middle of a picture at life size, in pixels to either side, with a white margin. */
const SHEET = { across: 170, down: 225, margin: 12 };
/** A poster: the whole picture, and its edges drawn out. */
const POSTER = { across: 520, down: 420, margin: 0 };
/** Degrees and centimetres that somebody moves a sheet to do what is asked. */
const FARTHEST = { yaw: 42, pitch: 38, nearer: 17, further: 16 };

/** The sheet is moved as the head should be; what it cannot do it imitates by a nod and a twist. */
function movedAs(action: LivenessAction | undefined, share: number): Held {
  switch (action) {
    case 'turn-left':
      return { yaw: -FARTHEST.yaw * share };
    case 'turn-right':
      return { yaw: FARTHEST.yaw * share };
    case 'look-up':
      return { pitch: -FARTHEST.pitch * share };
    case 'nearer':
      return { far: AT_HAND - FARTHEST.nearer * share };
    case 'further':
      return { far: AT_HAND + FARTHEST.further * share };
    default:
      return { pitch: 20 * share, yaw: 8 * share };
  }
}

/** A hand trembles; centimetres and degrees added to how a thing is held. */
export function trembling(held: Held, k: number): Held {
  return {
    ...held,
    yaw: (held.yaw ?? 0) + 1.2 * Math.sin(k / 1.7),
    pitch: (held.pitch ?? 0) + 0.8 * Math.cos(k / 2.3),
    aside: [0.25 * Math.sin(k / 2.9), 0.2 * Math.cos(k / 1.9)],
  };
}

/** @param raster pixels from dot to dot of a coarse halftone, at hand; none: a photograph */
function sheetOf(picture: Picture, raster?: number, size: typeof SHEET = SHEET): Surface {
  const { across, down, margin } = size;
  return (u, v, out) => {
    if (Math.abs(u) > across + margin || Math.abs(v) > down + margin) return false;
    if (Math.abs(u) > across || Math.abs(v) > down) {
      out.fill(238);
      return true;
    }
    sample(picture, u + picture.width / 2, v + picture.height / 2, out);
    if (raster === undefined) return true;
    // Halftone at 45 degrees: a dot grows with the darkness of what it stands for.
    const [a, b] = [
      (2 * Math.PI * (u + v)) / (raster * Math.SQRT2),
      (2 * Math.PI * (u - v)) / (raster * Math.SQRT2),
    ];
    const dot = 255 * (0.5 + 0.25 * (Math.cos(a) + Math.cos(b)));
    for (let channel = 0; channel < 3; channel++)
      out[channel] = out[channel]! * 0.55 + (out[channel]! > dot ? 105 : 0);
    return true;
  };
}

export interface Print {
  /** Centimetres of the cylinder it is bent around. */
  readonly radius?: number;
  readonly raster?: number;
  /** So large that its edges are out of sight. */
  readonly whole?: boolean;
  /** The eyes are cut out, and those of another who stands behind are seen through. */
  readonly eyesOf?: Actor;
}

/** Somebody holds a life-size print of another before the camera and moves it as asked. */
export function printed(actor: Actor, actions: readonly LivenessAction[], print: Print): Answered {
  const background = room();
  const photo = pictureOf(actor.rest[0]!);
  const beats = performed(actor, actions);
  const through = print.eyesOf && performed(print.eyesOf, actions);
  const look = ({ action, share }: Beat, k: number) => {
    const own = action === null ? undefined : actions[action];
    const behind = through?.[k] && pictureOf(through[k]!.file);
    const sheet = sheetOf(photo, print.raster, print.whole ? POSTER : SHEET);
    const cut: Surface = (u, v, out) => {
      if (behind && inEye(u, v)) sample(behind, u + behind.width / 2, v + behind.height / 2, out);
      else return sheet(u, v, out);
      return true;
    };
    const held = trembling(
      print.eyesOf && (own === 'blink' || own === 'smile') ? {} : movedAs(own, share),
      k,
    );
    return photographed({
      surface: cut,
      held: { ...held, ...(print.radius !== undefined && { radius: print.radius }) },
      background,
      seed: 2000 + k,
    });
  };
  return answered(actions, beats, look);
}

/** Where the specimens' eyes lie while they look at the camera, in pixels from the picture's middle. */
const EYES = { aside: 42, above: 44, across: 21, down: 11 };
const inEye = (u: number, v: number) =>
  ((Math.abs(u) - EYES.aside) / EYES.across) ** 2 + ((v + EYES.above) / EYES.down) ** 2 < 1;
