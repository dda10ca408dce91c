import { createHash } from 'node:crypto';
import { z } from 'zod';
import manifest from '../../../../resources/models/models.json' with { type: 'json' };
import {
  type EmbedderSetup,
  embedderSetup,
  type FaceAlignment,
  faceAlignment,
} from '../../../contract/index.ts';

/** The file beside a model that says how it is fed. */
export const DESCRIPTOR_FILE = 'model.json';

/** Pixels of 112; eye centres, tip of the nose, corners of the mouth (InsightFace's `arcface_dst`). */
const arcface = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
];

/** Alignments by name; landmarks are those of the face mesh, right and left the person's own. */
export const namedAlignments = {
  'dlib-5': {
    landmarks: manifest.embedding.alignment.landmarks,
    template: manifest.embedding.alignment.template,
  },
  'arcface-5': {
    landmarks: [[33, 133], [362, 263], 1, 61, 291],
    template: arcface.map((point) => point.map((value) => value / 112)),
  },
} satisfies Record<string, FaceAlignment>;

const { shape } = embedderSetup;
const pixels = shape.input.shape;

/** What an organisation writes beside its model. */
export const faceModelDescriptor = z.strictObject({
  schema: z.literal(1),
  name: z.string().min(1).max(80),
  licence: z.string().min(1).max(200),
  /** A name, with no folder in it. */
  file: z.string().regex(/^[\w][\w.-]{0,120}$/),
  sha256: shape.sha256,
  format: shape.format,
  input: z.strictObject({
    width: pixels.width,
    layout: pixels.layout.default('NCHW'),
    colour: pixels.colour.default('RGB'),
    mean: pixels.mean.default([0, 0, 0]),
    std: pixels.std.default([1, 1, 1]),
  }),
  dimensions: shape.dimensions,
  metric: shape.metric,
  alignment: z.union([z.enum(['dlib-5', 'arcface-5']), faceAlignment]),
  paddings: shape.paddings.default([0]),
  mirror: shape.mirror.default(true),
  smoothPortrait: shape.smoothPortrait.default(false),
});
export type FaceModelDescriptor = z.infer<typeof faceModelDescriptor>;

/** The descriptor as the vision page takes it. */
export function setupOf(descriptor: FaceModelDescriptor): EmbedderSetup {
  const { sha256, format, input, dimensions, metric, paddings, mirror, smoothPortrait } = descriptor;
  const { alignment } = descriptor;
  return {
    sha256,
    format,
    input,
    dimensions,
    metric,
    alignment: typeof alignment === 'string' ? namedAlignments[alignment] : alignment,
    paddings,
    mirror,
    smoothPortrait,
  };
}

/** Hash of everything that shapes the numbers besides the file: another alignment or border is another model. */
export function setupSha256(setup: EmbedderSetup): string {
  return createHash('sha256').update(canonical(setup)).digest('hex');
}

/** JSON with its members in the order of their names. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
