import type { Box } from '../../electron/contract/index.ts';

/**
 * The part of the camera's picture that is looked at and sent: the middle, as high as it is wide, in pixels. Who stands
 * beside it is never processed. The oval shows its middle three quarters; the margin beside it is what the host needs to
 * see whether a head is framed by the edges of a sheet or a telephone. Of a camera that stands on its side it is as high as
 * what the oval shows.
 */
export function partOf({ width, height }: { width: number; height: number }): Box {
  const side = Math.min(width, height);
  const tall = Math.min(height, Math.round((4 / 3) * side));
  return {
    x: Math.floor((width - side) / 2),
    y: Math.floor((height - tall) / 2),
    width: side,
    height: tall,
  };
}
