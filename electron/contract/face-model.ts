import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Landmark of the face mesh (478 points). */
const landmark = z.number().int().min(0).max(477);
const rgb = z.array(z.number()).length(3);

/** How a face is laid on a recognition model's input. */
export const faceAlignment = z.strictObject({
  /** Landmarks of the face mesh; several stand for the point in their middle. */
  landmarks: z.array(z.union([landmark, z.array(landmark).min(1)])).min(2),
  /** Where each goes, in the unit square before padding. */
  template: z.array(z.array(z.number()).length(2)).min(2),
});
export type FaceAlignment = z.infer<typeof faceAlignment>;

/** How unlike two embeddings are. `euclidean`: distance of the vectors as they are. `cosine`: 1 − cosine of their angle. */
export const metric = z.enum(['euclidean', 'cosine']);
export type Metric = z.infer<typeof metric>;

/** A recognition model as the vision page takes it from the host, which has verified it; the page does so again. */
export const embedderSetup = z.object({
  sha256,
  format: z.enum(['tflite', 'onnx']),
  input: z.object({
    width: z.number().int().min(16).max(1024),
    /** ONNX alone: what a TFLite file wants stands in its metadata. */
    layout: z.enum(['NCHW', 'NHWC']),
    colour: z.enum(['RGB', 'BGR']),
    /** A channel's value 0 to 255 becomes (value − mean) / std. */
    mean: rgb,
    std: rgb.refine((values) => values.every((value) => value !== 0)),
  }),
  dimensions: z.number().int().min(8).max(8192),
  metric,
  alignment: faceAlignment,
  /** Borders around the template, one crop for each; the embedding is the mean over crops and mirror images. */
  paddings: z.array(z.number().min(0).max(2)).min(1).max(5),
  mirror: z.boolean(),
  /** A document's portrait goes through a light filter first. */
  smoothPortrait: z.boolean(),
});
export type EmbedderSetup = z.infer<typeof embedderSetup>;

export const largestModelBytes = 512 * 1024 * 1024;
/** Model files cross in parts, because a channel has a largest message. */
export const modelPartBytes = 8 * 1024 * 1024;

/** One picture's embedding, for measuring a model over many pairs; a kiosk never asks for one. */
export const embedding = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('embedded'),
    vector: z.array(z.number()).min(1),
    /** Milliseconds for finding the face, and for aligning and embedding it. */
    ms: z.object({ find: z.number(), embed: z.number() }),
  }),
  z.object({ outcome: z.literal('refused'), reason: z.literal('no-face') }),
]);
export type Embedding = z.infer<typeof embedding>;

export const embeddingRequest = z.object({
  image: z.instanceof(Uint8Array),
  /** A portrait is treated as a document's; `degraded`: made into one first, 150 pixels wide. */
  as: z.enum(['selfie', 'portrait', 'degraded']),
});
export type EmbeddingRequest = z.infer<typeof embeddingRequest>;
