import type { Seen } from './sequence.ts';

/** Linear light of an sRGB colour's channels as shares of their sum. */
function hueOf(colour: string): number[] {
  const channels = [1, 3, 5].map((at) => (Number.parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
  const sum = channels.reduce((total, one) => total + one, 0);
  return channels.map((one) => (sum > 0 ? one / sum : 1 / 3));
}

const shares = ({ red, green, blue }: { red: number; green: number; blue: number }) => {
  const sum = red + green + blue;
  return sum > 0 ? [red / sum, green / sum, blue / sum] : [1 / 3, 1 / 3, 1 / 3];
};
const mean = (rows: readonly number[][]) =>
  [0, 1, 2].map((k) => rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length);

/** Change of a channel's share that light from a screen brings to a face at arm's length in a lit room. */
const VISIBLE = 0.004;

/**
 * Whether the face took the colours the screen showed: each colour's skin is compared with the mean over all of them, and
 * has to lean the colour's way. A picture that was recorded elsewhere does not know them. In a bright room a screen lights
 * nobody, so not seeing it proves nothing.
 */
export function lightAnswer(
  colours: readonly string[],
  seen: readonly Seen[],
): 'not-shown' | 'answered' | 'not-seen' {
  if (colours.length < 2) return 'not-shown';
  const skins = colours.map((_, k) => {
    const lit = seen.filter(({ colour }) => colour === k).map(({ face }) => shares(face.skin));
    return lit.length > 0 ? mean(lit) : null;
  });
  const shown = skins.flatMap((skin, k) => (skin ? [{ skin, hue: hueOf(colours[k]!) }] : []));
  if (shown.length < 2) return 'not-shown';
  const skin = mean(shown.map((one) => one.skin));
  const hue = mean(shown.map((one) => one.hue));
  const leans = shown.map((one) => {
    const towards = one.hue.map((value, k) => value - hue[k]!);
    const moved = one.skin.map((value, k) => value - skin[k]!);
    const length = Math.hypot(...towards);
    return length > 0 ? moved.reduce((sum, value, k) => sum + value * towards[k]!, 0) / length : 0;
  });
  return leans.every((lean) => lean > VISIBLE) ? 'answered' : 'not-seen';
}
