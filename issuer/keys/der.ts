/** One DER element (X.690 §8.1): its tag byte and its contents. */
export interface Der {
  tag: number;
  contents: Uint8Array;
  /** Tag, length and contents. */
  whole: Uint8Array;
}

export const TAG = { integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30, set: 0x31, context0: 0xa0 };

function readOne(bytes: Uint8Array, at: number): { element: Der; end: number } {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw new Error('DER ends early');
  let length = first;
  let start = at + 2;
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 4 || start + count > bytes.length) throw new Error('DER has a bad length');
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + bytes[start + i]!;
    start += count;
  } else if (first === 0x80) throw new Error('DER has no indefinite lengths');
  const end = start + length;
  if (end > bytes.length) throw new Error('DER ends early');
  return { element: { tag, contents: bytes.subarray(start, end), whole: bytes.subarray(at, end) }, end };
}

/** The elements one after the other. @throws Error when the bytes are not DER */
export function readDer(bytes: Uint8Array): Der[] {
  const elements: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { element, end } = readOne(bytes, at);
    elements.push(element);
    at = end;
  }
  return elements;
}

/** An element's children, at least `count`. @throws Error when there are fewer, or it is no such element */
export function children(element: Der | undefined, tag: number, count = 0): Der[] {
  if (element?.tag !== tag) throw new Error(`DER element ${tag.toString(16)} expected`);
  const inner = readDer(element.contents);
  if (inner.length < count) throw new Error('DER element has too few parts');
  return inner;
}

/** An object identifier in dotted form. */
export function oid(element: Der | undefined): string {
  if (element?.tag !== TAG.oid) throw new Error('DER object identifier expected');
  const numbers: number[] = [];
  let value = 0;
  for (const byte of element.contents) {
    value = value * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) {
      numbers.push(value);
      value = 0;
    }
  }
  const [head = 0, ...rest] = numbers;
  const arc = Math.min(2, Math.floor(head / 40));
  return [arc, head - arc * 40, ...rest].join('.');
}

/** A small non-negative integer. */
export function integer(element: Der | undefined): number {
  if (element?.tag !== TAG.integer || element.contents.length > 5) throw new Error('DER integer expected');
  return element.contents.reduce((value, byte) => value * 256 + byte, 0);
}

export function octets(element: Der | undefined): Uint8Array {
  if (element?.tag !== TAG.octets) throw new Error('DER octet string expected');
  return element.contents;
}
