import type {
  Comparison,
  ComparisonRequest,
  ImageAnalysis,
  PortraitCrop,
  VisionInfo,
} from '../../contract/index.ts';

/**
 * Where the host has faces found and compared: a page in a browser engine, in a process of its own. Calls fail with
 * the page's code (`vision/…`), or with `rpc/…` when it does not answer.
 */
export interface VisionPort {
  info(): Promise<VisionInfo>;
  analyse(image: Uint8Array): Promise<ImageAnalysis>;
  cropPortrait(pageImage: Uint8Array): Promise<PortraitCrop>;
  compare(request: ComparisonRequest): Promise<Comparison>;
}
