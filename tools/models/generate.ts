import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assembleModels } from './assemble.ts';
import { ModelsError } from './errors.ts';
import { type ModelOutput, readManifest, sha256 } from './manifest.ts';

export interface ModelsPaths {
  /** The project's folder: holds `node_modules`. */
  readonly root: string;
  /** `models.json` */
  readonly manifest: string;
  /** Where the generated files lie. */
  readonly generated: string;
}

export const projectPaths = (root: string): ModelsPaths => ({
  root,
  manifest: join(root, 'resources/models/models.json'),
  generated: join(root, 'resources/models/generated'),
});

/** Names of generated files that are missing or are not what the manifest says. Reads only. */
export function staleModels({ manifest, generated }: ModelsPaths): string[] {
  return readManifest(manifest)
    .outputs.filter((output) => !holds(join(generated, output.file), output))
    .map(({ file }) => file);
}

/**
 * Brings the generated files up to date; does nothing when they are.
 *
 * @returns names of the files that were written.
 * @throws ModelsError `models/output-differs` when what was assembled is not what the manifest says; then nothing
 *   is written.
 */
export function generateModels(paths: ModelsPaths): string[] {
  const stale = staleModels(paths);
  if (stale.length === 0) return [];
  const manifest = readManifest(paths.manifest);
  const contents = assembleModels(paths.root, manifest);
  for (const output of manifest.outputs) {
    const data = contents.get(output.file);
    if (!data || sha256(data) !== output.sha256) {
      const found = data ? sha256(data) : 'nothing';
      throw new ModelsError(
        'models/output-differs',
        `${output.file} came out as ${found}, expected ${output.sha256}`,
      );
    }
  }
  for (const file of stale) replaceFile(join(paths.generated, file), contents.get(file)!);
  return stale;
}

/** For whoever changes the tool on purpose: the `outputs` section the manifest would need. */
export function describeOutputs({ root, manifest }: ModelsPaths): ModelOutput[] {
  return [...assembleModels(root, readManifest(manifest))].map(([file, data]) => ({
    file,
    bytes: data.length,
    sha256: sha256(data),
  }));
}

function holds(path: string, output: ModelOutput): boolean {
  try {
    const data = readFileSync(path);
    return data.length === output.bytes && sha256(data) === output.sha256;
  } catch {
    return false;
  }
}

/** A reader sees the old file or the new one, never half of it. */
function replaceFile(path: string, data: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, data);
  renameSync(temporary, path);
}
