import type { DocumentRead } from '../../../electron/contract/index.ts';
import { emptyRoom } from '../../../native-drivers/simulator/empty-room.ts';

/** Larger than any buffer on its way: many transfers of many packets. */
const pageBytes = 600_000;

/** A picture, and behind its end so much of no meaning that it is as long as a page's; `number` tells it from others. */
export function pageJpeg(number: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pageBytes + number);
  for (let at = 0; at < bytes.length; at++) bytes[at] = (at * 31 + (at >> 8) * number) & 0xff;
  bytes.set(emptyRoom(120, 80));
  return bytes;
}

/** @throws Error when the reading is not that page, octet for octet */
export function samePage({ reading }: DocumentRead, page: Uint8Array): void {
  if (reading.kind !== 'image') throw new Error(`a picture was read as ${reading.kind}`);
  if (Buffer.compare(reading.bytes, page) !== 0)
    throw new Error(`a page of ${page.length} bytes arrived as ${reading.bytes.length}, or with others`);
}
