import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImageError } from './errors.ts';
import type { GlyphWeights } from './glyph-net.ts';
import { unpackWeights } from './weights.ts';

interface Manifest {
  readonly file: string;
  readonly sha256: string;
}

/**
 * Loads the glyph net from its directory (resources/mrz-net) and holds it against its manifest.
 * @throws ImageError `document-image/net-missing` when a file is not there, `document-image/net-changed` when the
 * weights are not those the manifest names.
 */
export function loadGlyphNet(directory: string): GlyphWeights {
  let manifest: Manifest;
  let file: Uint8Array;
  try {
    manifest = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as Manifest;
    file = readFileSync(join(directory, manifest.file));
  } catch (cause) {
    throw new ImageError('document-image/net-missing', 'the glyph net or its manifest is missing', { cause });
  }
  const sum = createHash('sha256').update(file).digest('hex');
  if (sum !== manifest.sha256)
    throw new ImageError('document-image/net-changed', 'the glyph net is not the one its manifest names');
  try {
    return unpackWeights(file);
  } catch (cause) {
    throw new ImageError('document-image/net-changed', 'the glyph net has another shape', { cause });
  }
}
