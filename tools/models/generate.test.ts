import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleModels } from './assemble.ts';
import { readFlatbuffer } from './flatbuffer/reader.ts';
import { generateModels, type ModelsPaths, projectPaths, staleModels } from './generate.ts';
import { readManifest } from './manifest.ts';
import { MODEL, SUBGRAPH, TENSOR } from './tflite/schema.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let paths: ModelsPaths;

beforeAll(() => {
  paths = { ...projectPaths(root), generated: mkdtempSync(join(tmpdir(), 'models-')) };
});
afterAll(() => rmSync(paths.generated, { recursive: true }));

const withManifest = (change: (text: string) => string): ModelsPaths => {
  const manifest = join(paths.generated, 'changed.json');
  writeFileSync(manifest, change(readFileSync(paths.manifest, 'utf8')));
  return { ...paths, manifest };
};

describe('generateModels', () => {
  it('writes exactly what the committed manifest says, then has nothing to do', () => {
    expect(staleModels(paths)).toHaveLength(4);
    expect(generateModels(paths)).toHaveLength(4);
    expect(staleModels(paths)).toEqual([]);
    expect(generateModels(paths)).toEqual([]);
  });

  it('notices one changed byte and repairs that file alone', () => {
    const file = join(paths.generated, 'face_embedder.tflite');
    const data = readFileSync(file);
    data[1000] = data[1000]! ^ 1;
    writeFileSync(file, data);
    const untouched = statSync(join(paths.generated, 'face_landmarker.task')).mtimeMs;
    expect(staleModels(paths)).toEqual(['face_embedder.tflite']);
    expect(generateModels(paths)).toEqual(['face_embedder.tflite']);
    expect(statSync(join(paths.generated, 'face_landmarker.task')).mtimeMs).toBe(untouched);
  });

  it('refuses an input that is not the examined file', () => {
    const { inputs, outputs } = readManifest(paths.manifest);
    const changed = inputs.map((input, k) => (k === 0 ? { ...input, sha256: '0'.repeat(64) } : input));
    expect(() => assembleModels(root, { inputs: changed, outputs })).toThrowError(
      expect.objectContaining({ code: 'models/input-unknown' }),
    );
  });

  it('refuses an input that is not installed', () => {
    expect(() => assembleModels(paths.generated, readManifest(paths.manifest))).toThrowError(
      expect.objectContaining({ code: 'models/input-missing' }),
    );
  });

  it('writes nothing when the result is not what the manifest says', () => {
    const expected = readManifest(paths.manifest).outputs[0]!.sha256;
    const changed = withManifest((text) => text.replace(expected, 'f'.repeat(64)));
    expect(() => generateModels(changed)).toThrowError(
      expect.objectContaining({ code: 'models/output-differs' }),
    );
    expect(staleModels(paths)).toEqual([]);
  });

  it('refuses a manifest it cannot read', () => {
    expect(() => staleModels(withManifest((text) => text.slice(5)))).toThrowError(
      expect.objectContaining({ code: 'models/manifest-malformed' }),
    );
  });

  it('makes an embedder of 150 × 150 × 3 in, 128 out', () => {
    const { root: model } = readFlatbuffer(readFileSync(join(paths.generated, 'face_embedder.tflite')));
    const [subgraph] = model.tables(MODEL.subgraphs);
    const tensors = subgraph!.tables(SUBGRAPH.tensors);
    const shape = (id: number) => tensors[subgraph!.int32s(id)[0]!]!.int32s(TENSOR.shape);
    expect(shape(SUBGRAPH.inputs)).toEqual([1, 150, 150, 3]);
    expect(shape(SUBGRAPH.outputs)).toEqual([1, 128]);
  });
});

describe('the command', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'tools/models/index.ts'), ...args], { encoding: 'utf8' });

  it('explains itself and refuses unknown options', () => {
    expect(run('--help').stdout).toContain('--check');
    expect(run('--nonsense').status).toBe(2);
  });
});
