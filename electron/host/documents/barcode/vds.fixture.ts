/** C40 as seals write it: upper-case letters, digits, and a space for the filler; a last character alone as ASCII. */
export function encodeC40(text: string): Uint8Array {
  const values = [...text].map((character) => {
    if (character === ' ' || character === '<') return 3;
    const code = character.charCodeAt(0);
    return code >= 65 ? code - 51 : code - 44;
  });
  const out: number[] = [];
  for (let at = 0; at < values.length; at += 3) {
    if (values.length - at === 1) {
      out.push(0xfe, text.charCodeAt(at) + 1);
      break;
    }
    const [a = 0, b = 0, c = 0] = values.slice(at, at + 3);
    const packed = a * 1600 + b * 40 + c + 1;
    out.push(packed >> 8, packed & 0xff);
  }
  return Uint8Array.from(out);
}

export interface Seal {
  /** Byte 1: 2 for version 3 of the standard, 3 for version 4. */
  readonly raw?: number;
  readonly issuer?: string;
  /** Signer and certificate reference, with the reference's length between them in version 4. */
  readonly reference?: string;
  readonly dates?: readonly [number, number];
  readonly type?: readonly [number, number];
  readonly features: readonly (readonly [number, Uint8Array])[];
  /** `null` for none at all. */
  readonly signature?: Uint8Array | null;
}

function tlv(tag: number, value: Uint8Array): number[] {
  const length = value.length < 0x80 ? [value.length] : [0x81, value.length];
  return [tag, ...length, ...value];
}

function threeBytes(number: number): number[] {
  return [number >> 16, (number >> 8) & 0xff, number & 0xff];
}

export const SIGNATURE: Uint8Array = Uint8Array.from({ length: 64 }, (_, index) => (index * 37) & 0xff);

/** A seal as Doc 9303-13 §2.3 lays it out. Its signature is 64 bytes of no meaning. */
export function composeSeal(seal: Seal): Uint8Array {
  const { raw = 3, issuer = 'UTO', reference = 'UTTS025B', dates = [11152026, 11162026] } = seal;
  const { type = [0x5d, 0x01], features, signature = SIGNATURE } = seal;
  return Uint8Array.from([
    0xdc,
    raw,
    ...encodeC40(issuer.padEnd(3, '<')),
    ...encodeC40(reference.slice(0, 6)),
    ...encodeC40(reference.slice(6)),
    ...dates.flatMap(threeBytes),
    ...type,
    ...features.flatMap(([tag, value]) => tlv(tag, value)),
    ...(signature ? tlv(0xff, signature) : []),
  ]);
}
