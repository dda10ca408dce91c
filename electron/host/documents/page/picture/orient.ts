import type { Picture } from './picture.ts';

/** Where column x and row y of the picture as it is looked at stand in the rows as stored. */
type Place = (x: number, y: number) => readonly [column: number, row: number];

function placeOf(orientation: number, lastX: number, lastY: number): Place {
  switch (orientation) {
    case 2:
      return (x, y) => [lastX - x, y];
    case 3:
      return (x, y) => [lastX - x, lastY - y];
    case 4:
      return (x, y) => [x, lastY - y];
    case 5:
      return (x, y) => [y, x];
    case 6:
      return (x, y) => [y, lastY - x];
    case 7:
      return (x, y) => [lastX - y, lastY - x];
    case 8:
      return (x, y) => [lastX - y, x];
    default:
      return (x, y) => [x, y];
  }
}

/** The picture as it is to be looked at, for what the file says of its rows (Exif 2.32 §4.6.4, tag 0x0112). */
export function orient(picture: Picture, orientation: number): Picture {
  if (orientation <= 1 || orientation > 8) return picture;
  const turned = orientation >= 5;
  const width = turned ? picture.height : picture.width;
  const height = turned ? picture.width : picture.height;
  const place = placeOf(orientation, picture.width - 1, picture.height - 1);
  const { buffer, byteOffset, byteLength } = picture.rgba;
  const from = new Uint32Array(buffer, byteOffset, byteLength / 4);
  const to = new Uint32Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    const [column, row] = place(0, y);
    const [nextColumn, nextRow] = place(1, y);
    const step = nextColumn - column + (nextRow - row) * picture.width;
    let source = column + row * picture.width;
    for (let x = 0; x < width; x += 1, at += 1, source += step) to[at] = from[source]!;
  }
  return { width, height, rgba: new Uint8Array(to.buffer), dotsPerInch: picture.dotsPerInch };
}
