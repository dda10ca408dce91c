const ASCII_MARK = 0xfe;

function characterOf(value: number): string | undefined {
  if (value === 3) return ' ';
  if (value >= 4 && value <= 13) return String.fromCharCode(value + 44);
  return value >= 14 && value <= 39 ? String.fromCharCode(value + 51) : undefined;
}

/**
 * Decodes C40 as seals use it (Doc 9303-13 §2.3.1, from ISO/IEC 16022): three characters in two bytes, space, digits
 * and upper-case letters only; shift values pad. A pair that opens with 254 holds one ASCII character.
 * @returns `undefined` for an odd number of bytes and for values outside the alphabet.
 */
export function decodeC40(bytes: Uint8Array): string | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const [first = 0, second = 0] = bytes.subarray(at, at + 2);
    if (first === ASCII_MARK) {
      const character = second - 1;
      if (character < 0x20 || character > 0x7e) return undefined;
      text += String.fromCharCode(character);
      continue;
    }
    const packed = first * 256 + second - 1;
    for (const value of [Math.floor(packed / 1600), Math.floor(packed / 40) % 40, packed % 40]) {
      if (value === 0) continue;
      const character = characterOf(value);
      if (character === undefined) return undefined;
      text += character;
    }
  }
  return text;
}
