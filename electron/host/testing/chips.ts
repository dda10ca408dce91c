import {
  type Authority,
  type ChipFault,
  type DocumentDefect,
  FaultyChip,
  foundAuthority,
  issueDefective,
  type PassportRequest,
  VirtualChip,
} from '../documents/chip/index.ts';
import { passport } from './fakes.ts';

const day = 86_400_000;
/** Specimens are issued this long before they are shown. */
const age = 300 * day;

/** A JPEG's start and frame header of 300 by 400 pixels: sized like a picture, and none. */
const FACE = Uint8Array.from([
  0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 1, 0x90, 1, 0x2c, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xd9,
]);

let founded: Promise<Authority> | undefined;

/** The invented state that issues these chips, founded once. */
export function utopia(): Promise<Authority> {
  founded ??= foundAuthority({ country: 'UT', now: Date.now() - age - 700 * day });
  return founded;
}

export interface ChipRequest extends Partial<PassportRequest> {
  defect?: DocumentDefect;
  fault?: ChipFault;
  /** Milliseconds of a slow answer. */
  slow?: number;
}

/** A chip of nobody's passport, with whatever is asked for wrong with it. */
export async function chipOf({ defect = 'none', fault = 'none', slow = 20, ...request }: ChipRequest = {}) {
  const image = new Uint8Array(4_000).fill(7);
  image.set(FACE);
  const base = {
    mrz: passport(),
    portrait: { image, format: 'jpeg' as const, width: 300, height: 400 },
    issuedAt: Date.now() - age,
    chipAuthentication: { ciphers: ['AES-128' as const], parameters: 'secp256r1' },
    ...request,
  };
  const { personality } = await issueDefective(await utopia(), base, defect);
  return new FaultyChip(new VirtualChip(personality), fault, slow);
}
