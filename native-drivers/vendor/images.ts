import { mediaTypeOf, type ScannedPage } from '../protocols/page.ts';
import type { AdapterTell } from './messages.ts';

type Begun = Extract<AdapterTell, { tell: 'image' }>;
type Part = Extract<AdapterTell, { tell: 'part' }>;

export interface WholeImage extends ScannedPage {
  device: string;
  light: Begun['light'];
}

export interface ImageAssembly {
  begin(image: Begun): void;
  /** The picture when this was its last part, null when more is to come, a reason when it does not fit. */
  add(part: Part): WholeImage | null | { problem: string };
  clear(): void;
}

/** Pictures that one adapter may be sending at a time: several lights of one page. */
const maxOpen = 4;

/** Joins the parts of pictures; holds no more of each than it was announced to have. */
export function imageAssembly(): ImageAssembly {
  const open = new Map<number, { about: Begun; bytes: Uint8Array<ArrayBuffer>; have: number }>();
  return {
    begin(about) {
      open.delete(about.image);
      for (const oldest of open.keys()) {
        if (open.size < maxOpen) break;
        open.delete(oldest);
      }
      open.set(about.image, { about, bytes: new Uint8Array(about.bytes), have: 0 });
    },
    add({ image, data }) {
      const one = open.get(image);
      if (!one) return { problem: 'a part of no picture' };
      const part = Buffer.from(data, 'base64');
      if (one.have + part.length > one.bytes.length) {
        open.delete(image);
        return { problem: 'more bytes than were announced' };
      }
      one.bytes.set(part, one.have);
      one.have += part.length;
      if (one.have < one.bytes.length) return null;
      open.delete(image);
      const { mediaType, dotsPerInch, device, light } = one.about;
      if (mediaTypeOf(one.bytes) !== mediaType) return { problem: 'no picture of its type' };
      return { bytes: one.bytes, mediaType, dotsPerInch, device, light };
    },
    clear: () => open.clear(),
  };
}
