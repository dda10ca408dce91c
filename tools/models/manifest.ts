import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ModelsError } from './errors.ts';

/** A file taken from an npm package; nothing else goes into the models. */
export interface ModelInput {
  readonly package: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
  readonly licence: string;
}

export interface ModelOutput {
  /** Path below `resources/models/generated/`. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ModelsManifest {
  readonly inputs: readonly ModelInput[];
  readonly outputs: readonly ModelOutput[];
}

/** @throws ModelsError `models/manifest-malformed` */
export function readManifest(path: string): ModelsManifest {
  try {
    const { inputs, outputs } = JSON.parse(readFileSync(path, 'utf8')) as ModelsManifest;
    const entries = [...inputs, ...outputs];
    const sound = entries.every(
      ({ file, sha256 }) => typeof file === 'string' && /^[0-9a-f]{64}$/.test(sha256),
    );
    if (!sound || outputs.length === 0) throw new TypeError('an entry lacks its file or hash');
    return { inputs, outputs };
  } catch (cause) {
    throw new ModelsError('models/manifest-malformed', 'resources/models/models.json cannot be used', {
      cause,
    });
  }
}

export const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
