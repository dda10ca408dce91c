import { readDg2, readDg7 } from '../data-groups/index.ts';
import { ChipError, understood } from '../errors.ts';
import type { PortraitDecoder } from './decoder.ts';
import type { Portrait } from './portrait.ts';

async function shown(
  read: () => Uint8Array | undefined,
  { decode }: PortraitDecoder,
): Promise<Portrait | null> {
  const image = understood(read);
  if (!image) return null;
  return decode(image).catch((error: unknown) => {
    if (error instanceof ChipError) return null;
    throw error;
  });
}

/** The first face of DG2 as a picture; null when there is none that can be shown. */
export async function portraitIn(
  dg2: Uint8Array | undefined,
  decoder: PortraitDecoder,
): Promise<Portrait | null> {
  return dg2 ? shown(() => readDg2(dg2)[0]?.image, decoder) : null;
}

/** The holder's signature in DG7 as a picture; null when there is none that can be shown. */
export async function signatureIn(
  dg7: Uint8Array | undefined,
  decoder: PortraitDecoder,
): Promise<Portrait | null> {
  return dg7 ? shown(() => readDg7(dg7)[0], decoder) : null;
}
