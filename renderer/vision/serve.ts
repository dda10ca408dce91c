import type { VisionFunctions, VisionInfo } from '../../electron/contract/index.ts';
import type { VisionEngine } from './engine.ts';

/** The vision functions as they are offered over a channel, where every answer may have to be waited for. */
export type ServedVision = Omit<VisionFunctions, 'info' | 'modelPart'> & {
  info(): Promise<VisionInfo>;
  modelPart(part: Parameters<VisionFunctions['modelPart']>[0]): Promise<void>;
};

/**
 * The functions for the host. They wait for the engine; when it could not start, each answers with the reason, so
 * that the host learns it from whatever it asks first.
 */
export function serveVision(engine: Promise<VisionEngine>): ServedVision {
  // Without a listener a failed start would be reported as unhandled before the host asks.
  engine.catch(() => {});
  return {
    info: async () => (await engine).info(),
    analyse: async (image) => (await engine).analyse(image),
    cropPortrait: async (pageImage) => (await engine).cropPortrait(pageImage),
    compare: async (request) => (await engine).compare(request),
    measureSequence: async (request) => (await engine).measureSequence(request),
    embed: async (request) => (await engine).embed(request),
    modelPart: async (part) => (await engine).modelPart(part),
    loadEmbedder: async (setup) => (await engine).loadEmbedder(setup),
  };
}
