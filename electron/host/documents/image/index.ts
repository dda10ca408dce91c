export { decodeImageFile } from './decode-file.ts';
export { ImageError } from './errors.ts';
export type { GlyphWeights } from './glyph-net.ts';
export { type GreyImage, greyFromRgba } from './grey.ts';
export type { ImageRepair, MrzImageOutcome } from './judge.ts';
export { loadGlyphNet } from './load-net.ts';
export type { ZoneQuality } from './quality.ts';
export { type MrzImageReading, type Point, readMrzImage, type UnreadableReason } from './read-page.ts';
