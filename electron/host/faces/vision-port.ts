import {
  type Comparison,
  type ComparisonRequest,
  comparison,
  type ImageAnalysis,
  imageAnalysis,
  type PortraitCrop,
  portraitCrop,
  type VisionInfo,
  visionInfo,
} from '../../contract/index.ts';
import { FacesError } from './errors.ts';

/**
 * Where the host has faces found and compared: a page in a browser engine, in a process of its own. Calls fail with
 * the page's code (`vision/…`), with `rpc/…` when it does not answer, or with `faces/answer-malformed`.
 */
export interface VisionPort {
  info(): Promise<VisionInfo>;
  analyse(image: Uint8Array): Promise<ImageAnalysis>;
  cropPortrait(pageImage: Uint8Array): Promise<PortraitCrop>;
  compare(request: ComparisonRequest): Promise<Comparison>;
}

/** Validates what a vision page answers: it decodes pictures from outside, so it is not trusted with more than that. */
export function checkedVision(
  page: { [Name in keyof VisionPort]: (...args: never[]) => Promise<unknown> },
): VisionPort {
  const call = page as unknown as Record<keyof VisionPort, (argument?: unknown) => Promise<unknown>>;
  return {
    info: async () => parsed(visionInfo, await call.info()),
    analyse: async (image) => parsed(imageAnalysis, await call.analyse(image)),
    cropPortrait: async (pageImage) => parsed(portraitCrop, await call.cropPortrait(pageImage)),
    compare: async (request) => parsed(comparison, await call.compare(request)),
  };
}

function parsed<Answer>(
  schema: { safeParse(value: unknown): { success: boolean; data?: Answer } },
  value: unknown,
): Answer {
  const result = schema.safeParse(value);
  if (!result.success) throw new FacesError('faces/answer-malformed', 'the vision page answered nonsense');
  return result.data as Answer;
}
