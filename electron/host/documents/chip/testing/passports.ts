import { type Authority, appointDocumentSigner, foundAuthority, type Issued } from '../issuing/index.ts';
import { type ChipReading, type ChipReadRequest, readChip } from '../read/index.ts';
import {
  type ChipFault,
  FaultyChip,
  type InProcessReader,
  inProcessReader,
  type PassportRequest,
  personalise,
  VirtualChip,
  type VirtualPassport,
} from '../virtual/index.ts';

export const ISSUED_AT = Date.UTC(2024, 3, 1);
const DAY = 86_400_000;

/** The specimen of Doc 9303-4 appendix B. */
export const SPECIMEN = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
] as const;

/** A picture of `length` octets that is none: what is read is octets. */
export function picture(length: number): PassportRequest['portrait'] {
  const image = new Uint8Array(length).map((_, i) => (i * 31) & 0xff);
  return { image, format: 'jpeg', width: 413, height: 531 };
}

let utopia: Promise<{ authority: Authority; signer: Issued }> | undefined;

/** The state of the specimens with a document signer, founded once. */
export function state(): Promise<{ authority: Authority; signer: Issued }> {
  utopia ??= foundAuthority({ country: 'UT', now: ISSUED_AT - 365 * DAY }).then(async (authority) => ({
    authority,
    signer: await appointDocumentSigner(authority, {
      notBefore: ISSUED_AT - 30 * DAY,
      notAfter: ISSUED_AT + 3650 * DAY,
    }),
  }));
  return utopia;
}

/** A specimen's passport with whatever is asked for. */
export async function passport(request: Partial<PassportRequest> = {}): Promise<VirtualPassport> {
  const { signer } = await state();
  return personalise({ mrz: SPECIMEN, portrait: picture(600), signer, issuedAt: ISSUED_AT, ...request });
}

/** Lays a passport on a reader in this process. */
export function laid({ personality }: VirtualPassport, fault: ChipFault = 'none'): InProcessReader {
  return inProcessReader(new FaultyChip(new VirtualChip(personality), fault, 10));
}

/** Reads a passport with the key of its zone, or another. */
export function readPassport(
  document: VirtualPassport,
  options: Partial<ChipReadRequest> & { fault?: ChipFault } = {},
): Promise<ChipReading> {
  const { fault, ...request } = options;
  const [key] = document.keys;
  if (!key) throw new Error('a passport without a key');
  return readChip({ chip: laid(document, fault), key, ...request });
}
