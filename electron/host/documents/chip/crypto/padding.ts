/** Padding method 2 of ISO/IEC 9797-1: 80, then zeros to the next whole block. */
export function pad(data: Uint8Array, block: number): Uint8Array {
  const padded = new Uint8Array(Math.floor(data.length / block + 1) * block);
  padded.set(data);
  padded[data.length] = 0x80;
  return padded;
}

/** Takes padding method 2 off again; null when there is none. */
export function unpad(padded: Uint8Array): Uint8Array | null {
  let at = padded.length - 1;
  while (at >= 0 && padded[at] === 0) at -= 1;
  return padded[at] === 0x80 ? padded.subarray(0, at) : null;
}
