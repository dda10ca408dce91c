import { z } from 'zod';
import type { EmbedderSetup, Embedding, EmbeddingRequest } from './face-model.ts';

/** Encoded picture: JPEG or PNG. Larger ones are refused before they are decoded. */
export const largestImageBytes = 32 * 1024 * 1024;
export const largestImagePixels = 80_000_000;
const imageBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= largestImageBytes, {
  error: 'the picture is too large',
});

const point = z.object({ x: z.number(), y: z.number() });
export type Point = z.infer<typeof point>;

const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type Box = z.infer<typeof box>;

/**
 * Components of ISO/IEC 29794-5 face image quality, by their names in OFIQ (the reference implementation, BSI). The
 * components that need networks of OFIQ's own (occlusion, background, compression, expression …) are not among them.
 */
export const qualityComponent = z.enum([
  'singleFacePresent',
  'illuminationUniformity',
  'luminanceMean',
  'luminanceVariance',
  'underExposurePrevention',
  'overExposurePrevention',
  'dynamicRange',
  'sharpness',
  'eyesOpen',
  'mouthClosed',
  'interEyeDistance',
  'headSize',
  'leftwardCrop',
  'rightwardCrop',
  'marginAbove',
  'marginBelow',
  'headPoseYaw',
  'headPosePitch',
  'headPoseRoll',
]);
export type QualityComponent = z.infer<typeof qualityComponent>;

/** `native` in the component's own unit, `score` 0 (worst) to 100 as OFIQ maps it. */
const qualityValue = z.object({ native: z.number(), score: z.number().min(0).max(100) });
export type QualityValue = z.infer<typeof qualityValue>;
export const faceQuality = z.record(qualityComponent, qualityValue);
export type FaceQuality = z.infer<typeof faceQuality>;

/** A face in a picture. Coordinates are pixels of the picture, right and left are the person's own. */
export const face = z.object({
  box,
  points: z.object({
    rightEye: point,
    leftEye: point,
    noseTip: point,
    mouthRight: point,
    mouthLeft: point,
    chin: point,
  }),
  /**
   * Degrees, signs after ISO/IEC 39794-5: yaw is positive when the face looks to its left, pitch when it looks down,
   * roll when the head leans to its right shoulder.
   */
  pose: z.object({ yaw: z.number(), pitch: z.number(), roll: z.number() }),
  interEyeDistance: z.number(),
  quality: faceQuality,
});
export type Face = z.infer<typeof face>;

/** Faces from the largest to the smallest. */
export const imageAnalysis = z.object({
  width: z.number().int(),
  height: z.number().int(),
  faces: z.array(face),
});
export type ImageAnalysis = z.infer<typeof imageAnalysis>;

export const faceRefusal = z.enum(['no-face', 'several-faces']);
export type FaceRefusal = z.infer<typeof faceRefusal>;

export const portraitCrop = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('found'),
    /** JPEG. */
    portrait: imageBytes,
    /** Where the portrait was on the page, in pixels of the page. */
    box,
    /** The face on the page; the quality components speak of the portrait as it was cut out. */
    face,
  }),
  z.object({ outcome: z.literal('refused'), reason: faceRefusal }),
]);
export type PortraitCrop = z.infer<typeof portraitCrop>;

export const comparisonRequest = z.object({
  portrait: imageBytes,
  selfies: z.array(imageBytes).min(1).max(5),
});
export type ComparisonRequest = z.infer<typeof comparisonRequest>;

export const comparison = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('compared'),
    /** Dissimilarity of the portrait and the mean of the selfies: smaller is more alike. */
    distance: z.number().min(0),
    perSelfie: z.array(
      z.object({
        distance: z.number().min(0),
        /** Faces seen; only the person in front is compared, people far behind are not. */
        faces: z.number().int().min(1),
      }),
    ),
    /** The model that made the numbers; thresholds hold for one model only. */
    model: z.object({ sha256: z.string().length(64) }),
  }),
  z.object({
    outcome: z.literal('refused'),
    reason: faceRefusal,
    image: z.enum(['portrait', 'selfie']),
    /** Which of the selfies; 0 for the portrait. */
    index: z.number().int().min(0),
  }),
]);
export type Comparison = z.infer<typeof comparison>;

const rgb = z.object({ red: z.number(), green: z.number(), blue: z.number() });

/** Pictures of one sequence, in their order; `reference` is the face that has to be in all of them. */
export const sequenceRequest = z.object({
  reference: imageBytes,
  frames: z.array(imageBytes).min(1).max(60),
  /** Indices of the frames whose identity is measured; it costs three times what the rest does. */
  identify: z.array(z.number().int().min(0).max(59)).max(60),
});
export type SequenceRequest = z.infer<typeof sequenceRequest>;

/** What was measured in one frame. Ratios are free of the picture's size. */
export const sequenceFrame = z.object({
  faces: z.number().int(),
  /** Size of the second largest face as a share of the largest. */
  secondFace: z.number(),
  /** The largest; null when there is none. */
  face: z
    .object({
      box,
      pose: z.object({ yaw: z.number(), pitch: z.number(), roll: z.number() }),
      interEyeDistance: z.number(),
      /** Landmarks that do not move with the face's expression, in pixels, always the same ones in the same order. */
      rigid: z.array(point),
      /** Height by width of each eye's opening. */
      eyeOpening: z.object({ right: z.number(), left: z.number() }),
      /** Width of the mouth by the distance of the outer eye corners. */
      mouthWidth: z.number(),
      /** Mean linear light of the skin, 0 to 1. */
      skin: rgb,
      /** Share of the face's spectral energy in narrow peaks that skin does not have: the grid of a screen or a print. */
      moire: z.number(),
      /** Strength of straight edges around the head, 0 to 1: the rim of a screen or a sheet. */
      border: z.number(),
      /** Distance of the face's embedding to the reference's; null where it was not asked for. */
      identity: z.number().nullable(),
    })
    .nullable(),
});
export type SequenceFrame = z.infer<typeof sequenceFrame>;

export const visionInfo = z.object({
  runtime: z.string().max(60),
  landmarker: z.object({ sha256: z.string().length(64) }),
  embedder: z.object({ sha256: z.string().length(64) }),
  /** Milliseconds from the start of loading until the models were ready. */
  startMs: z.number(),
});
export type VisionInfo = z.infer<typeof visionInfo>;

/** Why the vision page could not answer. The codes cross to the host as they are. */
export type VisionErrorCode =
  | 'vision/model-missing'
  | 'vision/model-unknown'
  | 'vision/runtime-failed'
  | 'vision/request-malformed'
  | 'vision/image-unreadable'
  | 'vision/image-too-large';

/** What the vision page offers the host. Pictures go in encoded; nothing of them is kept after the answer. */
export interface VisionFunctions {
  info(): VisionInfo;
  analyse(image: Uint8Array): Promise<ImageAnalysis>;
  cropPortrait(pageImage: Uint8Array): Promise<PortraitCrop>;
  compare(request: ComparisonRequest): Promise<Comparison>;
  /** Measures every frame of a sequence; judging it is the host's. */
  measureSequence(request: SequenceRequest): Promise<SequenceFrame[]>;
  /** For measuring a model over many pairs. */
  embed(request: EmbeddingRequest): Promise<Embedding>;
  /** The next part of the model that `loadEmbedder` will name; the first one discards what came before. */
  modelPart(part: { first: boolean; bytes: Uint8Array }): void;
  /** Recognises by another model than its own from now on. */
  loadEmbedder(setup: EmbedderSetup): Promise<VisionInfo>;
}
