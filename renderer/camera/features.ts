import type { Box, Point } from '../../electron/contract/index.ts';
import { boxMask, LINEAR, luminance, MESH, polygonMask, type Raster, widestGap } from '../vision/index.ts';

/** The outer line of the lips, and places that no mask covers: below the eyes and between the brows; of the face mesh. */
const LIPS = [
  61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185,
] as const;
const BARE = [118, 347, 9] as const;
/** Linear luminance, 0 to 255, from which a pixel is burnt out: that of OFIQ's over-exposure. */
const BURNT = 247;
/** Logarithm of red by green below which a picture is too grey to tell skin from cloth. */
const GREY = 0.2;

const between = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/**
 * How far the eyes are open: the opening of the lids by the distance from the eyes to the chin (ISO/IEC 29794-5, eyes open;
 * OFIQ takes 0.02 for the middle of its scale). Here it is that of the wider eye, so that somebody whose one lid does not
 * lift is not told to lift it.
 */
export function eyesOpen(landmarks: readonly Point[]): number {
  const opening = Math.max(widestGap(landmarks, MESH.rightLids), widestGap(landmarks, MESH.leftLids));
  const [right, left] = eyesOf(landmarks);
  return opening / Math.max(1e-6, between(middle(right, left), landmarks[MESH.chin]!));
}

/**
 * Share of the eyes that is burnt out, of the worse of the two: mostly a lamp in the lenses of glasses (ISO/IEC 29794-5, eyes
 * visible, of which this is the one cause that can be measured here). A lamp that the eye itself mirrors is a small point of
 * it. Whether there are glasses at all, and dark ones, cannot be said from so little; OFIQ has a network of its own for it.
 *
 * @param landmarks pixels of `raster`
 */
export function burntEyes(raster: Raster, landmarks: readonly Point[]): number {
  const light = luminance(raster);
  const [right, left] = eyesOf(landmarks);
  const across = between(right, left);
  const shares = [right, left].map(({ x, y }) => {
    const box = { x: x - 0.36 * across, y: y - 0.2 * across, width: 0.72 * across, height: 0.46 * across };
    return burntIn(light, boxMask(box, raster.width, raster.height));
  });
  return Math.max(...shares);
}

/**
 * Share of the surroundings of the head that is burnt out. What stands for a light behind somebody: no component of ISO/IEC
 * 29794-5 is of it.
 *
 * @param head pixels of `raster`
 */
export function burntBehind(raster: Raster, head: Box): number {
  const outside = boxMask(head, raster.width, raster.height).map((inside) => 1 - inside);
  return burntIn(luminance(raster), outside);
}

/**
 * Redness of the lips by that of the skin around the eyes, each the logarithm of linear red by green; null when the picture
 * has too little colour to say. Lips are about as red as skin or redder, whatever the skin (0.86 to 2.6 in pictures of twelve people);
 * cloth and paper are not (ISO/IEC 29794-5, mouth
 * occlusion, of which this is a part). A hand has skin's own colour and is not seen by this, nor a mask as red as lips; OFIQ
 * has a network for the rest.
 *
 * @param landmarks pixels of `raster`
 */
export function lipsBySkin(raster: Raster, landmarks: readonly Point[]): number | null {
  const { width, height } = raster;
  const [right, left] = eyesOf(landmarks);
  const side = 0.2 * between(right, left);
  const lips = redness(
    raster,
    polygonMask(
      LIPS.map((k) => landmarks[k]!),
      width,
      height,
    ),
  );
  const patches = BARE.map((k) => {
    const { x, y } = landmarks[k]!;
    return redness(
      raster,
      boxMask({ x: x - side / 2, y: y - side / 2, width: side, height: side }, width, height),
    );
  });
  // Hair or the rim of glasses may lie over one of them; the reddest is skin.
  const skin = Math.max(...patches.map((value) => value ?? 0));
  return lips === null || skin < GREY ? null : lips / skin;
}

function eyesOf(landmarks: readonly Point[]): [Point, Point] {
  const eye = ([a, b]: readonly [number, number]) => middle(landmarks[a]!, landmarks[b]!);
  return [eye(MESH.rightEyeCorners), eye(MESH.leftEyeCorners)];
}

function burntIn(light: Uint8Array, mask: Uint8Array): number {
  let all = 0;
  let burnt = 0;
  for (let k = 0; k < light.length; k++) {
    if (!mask[k]) continue;
    all += 1;
    if (light[k]! >= BURNT) burnt += 1;
  }
  return all ? burnt / all : 0;
}

function redness({ data }: Raster, mask: Uint8Array): number | null {
  let red = 0;
  let green = 0;
  for (let k = 0; k < mask.length; k++) {
    if (!mask[k]) continue;
    red += LINEAR[data[4 * k]!]!;
    green += LINEAR[data[4 * k + 1]!]!;
  }
  return red > 0 && green > 0 ? Math.log(red / green) : null;
}
