export { createPortraitDecoder, type PortraitDecoder, type PortraitDecoderOptions } from './decoder.ts';
export { type ImageHeader, inspectImage } from './inspect.ts';
export { portraitIn, signatureIn } from './pictures.ts';
export type { Portrait } from './portrait.ts';
