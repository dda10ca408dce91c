import { describe, expect, it } from 'vitest';
import { gatherIndices, mergeAttention } from './attention.ts';
import { unpackAssets } from './unpack.ts';

const NAMES = [
  'output_mesh_identity',
  'output_lips',
  'output_left_eye',
  'output_right_eye',
  'output_left_iris',
  'output_right_iris',
  'conv_faceflag',
];

describe('gatherIndices', () => {
  const indices = gatherIndices();

  it('covers 478 landmarks and stays inside the joined outputs', () => {
    expect(indices).toHaveLength(1434);
    expect(Math.max(...indices)).toBe(1869);
    // The five points of an iris share one depth.
    expect(new Set(indices).size).toBe(1434 - 8);
  });

  it('takes x and y of refined landmarks from their output, and z from the mesh', () => {
    expect([...indices.subarray(3 * 61, 3 * 61 + 3)]).toEqual([1404, 1405, 3 * 61 + 2]);
    expect([...indices.subarray(3 * 33, 3 * 33 + 2)]).toEqual([1564, 1565]);
    expect([...indices.subarray(3 * 263, 3 * 263 + 2)]).toEqual([1706, 1707]);
    expect([...indices.subarray(3 * 2, 3 * 2 + 3)]).toEqual([6, 7, 8]);
    expect([...indices.subarray(3 * 468, 3 * 468 + 3)]).toEqual([1848, 1849, 1868]);
    expect([...indices.subarray(3 * 473, 3 * 473 + 3)]).toEqual([1858, 1859, 1869]);
  });
});

describe('mergeAttention', () => {
  it('ends in the landmarks and the presence score', () => {
    const outputs = new Map(NAMES.map((name, k) => [name, 100 + k]));
    const extension = mergeAttention({ tensorCount: 200, bufferCount: 50, outputs });
    const [landmarks, presence] = extension.outputs;
    expect(presence).toBe(106);
    expect(extension.tensors[landmarks! - 200]!.shape).toEqual([1, 1, 1, 1434]);
    expect(extension.operators.at(-1)!.outputs).toEqual([landmarks]);
    for (const tensor of extension.tensors.filter(({ type }) => type === 'int32')) {
      expect(extension.buffers[tensor.buffer - 50]!.length).toBe(4 * tensor.shape[0]!);
    }
  });

  it('refuses a model with other outputs', () => {
    expect(() => mergeAttention({ tensorCount: 1, bufferCount: 1, outputs: new Map() })).toThrowError(
      expect.objectContaining({ code: 'models/input-malformed' }),
    );
  });
});

describe('unpackAssets', () => {
  const script = (end: number) =>
    `x(); loadPackage({"files": [{"filename": "/deep/a.bin", "start": 0, "end": 2}, {"filename": "/b.bin", "start": 2, "end": ${end}}], "remote_package_size": 5});`;

  it('cuts by the table of the loader script', () => {
    const files = unpackAssets(script(5), Uint8Array.of(1, 2, 3, 4, 5));
    expect([...files].map(([name, data]) => [name, [...data]])).toEqual([
      ['a.bin', [1, 2]],
      ['b.bin', [3, 4, 5]],
    ]);
  });

  it.each([script(6), 'nothing here'])('refuses a table that does not fit', (loader) => {
    expect(() => unpackAssets(loader, new Uint8Array(5))).toThrowError(
      expect.objectContaining({ code: 'models/input-malformed' }),
    );
  });
});
