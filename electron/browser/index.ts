export type { ModelForPage, VisionLink } from '../host/vision/vision-link.ts';
export { BrowserError, findChromium } from './chromium.ts';
export { openVisionProcess, type VisionProcess, type VisionProcessOptions } from './vision-process.ts';
