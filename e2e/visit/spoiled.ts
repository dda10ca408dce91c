import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'jpeg-js';
import { root } from '../kiosk/process.ts';

/**
 * A copy of the station's data in which the specimen has one more document, `blurred`: their first, that moved while it
 * was scanned.
 * @returns the folder, for PROOFDESK_RESOURCES
 */
export function resourcesWithBlurred(person: string): string {
  const from = process.env.PROOFDESK_RESOURCES ?? join(root, 'resources');
  const copy = mkdtempSync(join(tmpdir(), 'proofdesk-resources-'));
  for (const name of readdirSync(from))
    if (name !== 'specimens') symlinkSync(join(from, name), join(copy, name));
  mkdirSync(join(copy, 'specimens'));
  cpSync(join(from, 'specimens'), join(copy, 'specimens'), { recursive: true });
  const own = join(copy, 'specimens', person);
  const record = JSON.parse(readFileSync(join(own, 'person.json'), 'utf8'));
  const [first] = record.documents;
  writeFileSync(join(own, 'blurred.jpg'), blurred(readFileSync(join(own, first.page))));
  record.documents.push({ ...first, id: 'blurred', label: 'Blurred', page: 'blurred.jpg' });
  writeFileSync(join(own, 'person.json'), JSON.stringify(record));
  return copy;
}

/** Each pixel the mean of those beside it, three times over: strokes of 3 pixels become a haze. */
function blurred(file: Uint8Array): Uint8Array {
  const { width, height, data } = decode(file, { useTArray: true });
  let from: Uint8Array = data;
  let to: Uint8Array = new Uint8Array(data.length);
  for (const step of [4, 4 * width, 4, 4 * width, 4, 4 * width]) {
    blurAlong(from, to, step);
    [from, to] = [to, from];
  }
  return encode({ data: from, width, height }, 85).data;
}

const REACH = 8;

function blurAlong(from: Uint8Array, to: Uint8Array, step: number): void {
  for (let at = 0; at < from.length; at++) {
    let sum = 0;
    for (let k = -REACH; k <= REACH; k++) sum += from[at + k * step] ?? from[at]!;
    to[at] = sum / (2 * REACH + 1);
  }
}
