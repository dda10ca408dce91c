import models from '../../resources/models/models.json';
import type { VisionSetup } from './engine.ts';

const { embedding, outputs } = models;

function hashOf(file: string): string {
  const output = outputs.find((one) => one.file === file);
  if (!output) throw new RangeError(`models.json does not list ${file}`);
  return output.sha256;
}

/** The models this build knows, by the manifest it was built with. */
export const expectedModels: VisionSetup['expected'] = {
  landmarker: { file: 'face_landmarker.task', sha256: hashOf('face_landmarker.task') },
  embedder: {
    file: embedding.file,
    sha256: hashOf(embedding.file),
    input: embedding.input,
    dimensions: embedding.dimensions,
    alignment: embedding.alignment,
    metric: 'euclidean',
    views: embedding.views,
  },
};
