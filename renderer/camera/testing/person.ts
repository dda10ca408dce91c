import type { LivenessAction } from '../../../electron/contract/index.ts';
import {
  beside,
  decoded,
  ellipse,
  encoded,
  exposed,
  moved,
  type Picture,
  painted,
  specimenFrame,
} from './pictures.ts';

const MEILIN = JSON.parse(specimenFrame('meilin', 'person.json').toString()) as {
  acts: Record<LivenessAction, string[]>;
};
/** Where she is in the frame that the others are drawn from, in pixels. */
const EYES = [270, 360] as const;
const EYE_LEVEL = 198;
const HEAD = ellipse(322, 222, 128, 162);
const BODY = ellipse(320, 500, 240, 150);

/** Pixels to either side of somebody who does not stand still. */
const SWAY = [-60, -45, -30, -15, 0, 15, 30, 45, 60, 45, 30, 15, 0];

/** Somebody who looks into the camera. */
export const standing = (): Picture => decoded(specimenFrame('meilin', 'webcam-00.jpg'));

/** The same camera with nobody before it. */
export const emptyRoom = (): Picture => painted(standing(), [150, 158, 160], () => true);

/** What the person is told in front of what, drawn from one frame; pictures that alternate show somebody who moves. */
export function mistakes(): Record<string, readonly Picture[]> {
  const fine = standing();
  const other = decoded(specimenFrame('tomas', 'webcam-00.jpg'));
  const acting = (action: LivenessAction, k: number) =>
    decoded(specimenFrame('meilin', MEILIN.acts[action].at(k)!));
  const outside = (x: number, y: number) => !HEAD(x, y) && !BODY(x, y);
  const bothEyes = (x: number, y: number) =>
    EYES.some((eye) => ellipse(eye + 4, EYE_LEVEL - 6, 20, 13)(x, y));
  return {
    nearer: [moved(fine, 0, 0, 0.5)],
    further: [moved(fine, 0, 0, 2)],
    centre: [moved(fine, -120, 0)],
    'several-faces': [beside(moved(fine, -115, 0), moved(other, 115, 0))],
    'too-dark': [exposed(fine, 0.03)],
    'too-bright': [exposed(fine, 6)],
    backlit: [painted(exposed(fine, 0.1), [255, 255, 255], outside)],
    'mouth-covered': [painted(fine, [176, 204, 222], ellipse(317, 292, 84, 62))],
    'look-straight': [acting('turn-left', -1)],
    'eyes-mirrored': [painted(fine, [255, 255, 255], bothEyes)],
    'eyes-open': [acting('blink', -1)],
    'hold-still': SWAY.map((across) => moved(fine, across, 0)),
  };
}

/** JPEGs of somebody who does these things one after the other, each there and back, and waits before each and at the end. */
export function acting(actions: readonly LivenessAction[]): Buffer[] {
  const rest = encoded(standing());
  const pause = still(rest, 24);
  const acts = actions.flatMap((action) => {
    const keys = MEILIN.acts[action].map((file) => specimenFrame('meilin', file));
    const there = keys.flatMap((key) => still(key, 4));
    return [...there, ...still(keys.at(-1)!, 12), ...there.toReversed(), ...pause];
  });
  return [...pause, ...acts];
}

/** A picture for so many of the thirty frames a second that Chromium plays of a film of JPEGs. */
export const still = (file: Buffer, frames: number): Buffer[] => new Array<Buffer>(frames).fill(file);
