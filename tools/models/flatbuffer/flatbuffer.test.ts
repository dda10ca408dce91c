import { describe, expect, it } from 'vitest';
import { readFlatbuffer } from './reader.ts';
import {
  bytes,
  existing,
  float32s,
  i32,
  int32s,
  table,
  text,
  u8,
  u32,
  vector,
  writeFlatbuffer,
} from './writer.ts';

const sample = () =>
  table({
    0: u32(4_000_000_000),
    2: text('Zürich'),
    3: vector([table({ 1: u8(200) }), table({}), table({ 0: i32(-5), 2: int32s([1, -2, 3]) })]),
    5: float32s([0.5, -1.25]),
    6: bytes(Uint8Array.of(9, 8, 7), 16),
  });

describe('flatbuffer', () => {
  it('reads back what it wrote', () => {
    const { identifier, root } = readFlatbuffer(writeFlatbuffer(sample(), 'TEST'));
    expect(identifier).toBe('TEST');
    expect(root.u32(0)).toBe(4_000_000_000);
    expect(root.has(1)).toBe(false);
    expect(root.i32(1, 7)).toBe(7);
    expect(root.text(2)).toBe('Zürich');
    const [first, second, third] = root.tables(3);
    expect(first!.u8(1)).toBe(200);
    expect(second!.has(0)).toBe(false);
    expect(third!.i32(0)).toBe(-5);
    expect(third!.int32s(2)).toEqual([1, -2, 3]);
    expect(root.float32s(5)).toEqual([0.5, -1.25]);
    expect([...root.bytes(6)]).toEqual([9, 8, 7]);
    expect(root.int32s(99)).toEqual([]);
  });

  it('keeps the alignment that was asked for, with and without an appended buffer', () => {
    const old = writeFlatbuffer(sample(), 'OLD1');
    for (const data of [
      old,
      writeFlatbuffer(table({ 0: existing(readFlatbuffer(old).root.offset) }), 'NEW1', old),
    ]) {
      const { root, identifier } = readFlatbuffer(data);
      const owner = identifier === 'NEW1' ? root.table(0)! : root;
      expect((owner.reference(6)! + 4) % 16).toBe(0);
      expect(owner.text(2)).toBe('Zürich');
    }
  });

  it('refers forward only, and ends strings with a zero byte', () => {
    const data = writeFlatbuffer(sample(), 'TEST');
    const { root } = readFlatbuffer(data);
    for (const id of [2, 3, 5, 6]) expect(root.reference(id)!).toBeGreaterThan(root.offset);
    const at = root.reference(2)!;
    expect(data[at + 4 + new TextEncoder().encode('Zürich').length]).toBe(0);
  });

  it('is deterministic and grows past its first buffer', () => {
    const large = table({ 0: bytes(new Uint8Array(300_000).fill(3), 16) });
    const [a, b] = [writeFlatbuffer(large, 'TEST'), writeFlatbuffer(large, 'TEST')];
    expect(a).toEqual(b);
    expect(
      readFlatbuffer(a)
        .root.bytes(0)
        .every((value) => value === 3),
    ).toBe(true);
  });
});
