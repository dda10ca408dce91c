import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rectangleToQuad } from '../geometry/homography.ts';
import { warp } from '../geometry/warp.ts';
import { decodePicture } from '../picture/decode.ts';
import type { Picture } from '../picture/picture.ts';
import { cropped } from './spoil.ts';

export const TD3_SIZE = [125, 88] as const;
export const ID1_SIZE = [85.6, 53.98] as const;

const specimens = join(import.meta.dirname, '../../../../../resources/specimens');

/** A specimen's data page, 125 x 88 mm, without the resolution its file says. */
export function specimenPage(dpi = 300, person = 'amara'): Picture {
  const page = decodePicture(readFileSync(join(specimens, person, 'page.jpg')));
  return resized(page, (TD3_SIZE[0] / 25.4) * dpi);
}

export function specimenLines(person = 'amara'): string[] {
  const { documents } = JSON.parse(readFileSync(join(specimens, person, 'person.json'), 'utf8')) as {
    documents: { mrz: string[] }[];
  };
  return documents[0]!.mrz;
}

/** The front of a card as it might be: what stands above the zone of a specimen's page, with its portrait. */
export function specimenCard(dpi = 300): Picture {
  const page = specimenPage(300);
  const height = Math.round(0.734 * page.height);
  const front = cropped(page, 0, 0, Math.round((height * ID1_SIZE[0]) / ID1_SIZE[1]), height);
  return resized(front, (ID1_SIZE[0] / 25.4) * dpi);
}

function resized(picture: Picture, width: number): Picture {
  const columns = Math.round(width);
  const rows = Math.round((picture.height * width) / picture.width);
  const [right, bottom] = [picture.width - 0.5, picture.height - 0.5];
  const place = rectangleToQuad(columns, rows, [
    { x: -0.5, y: -0.5 },
    { x: right, y: -0.5 },
    { x: right, y: bottom },
    { x: -0.5, y: bottom },
  ]);
  return { ...warp(picture, place, columns, rows), dotsPerInch: null };
}
