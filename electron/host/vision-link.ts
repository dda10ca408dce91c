import { type Channel, CodedError, link, type RpcLink } from '../contract/index.ts';
import {
  comparison,
  imageAnalysis,
  portraitCrop,
  type VisionFunctions,
  visionInfo,
} from '../contract/vision.ts';

/** How long a visit waits for the face engine to come (back) before it goes on without it, in milliseconds. */
const patience = 20_000;

/**
 * The face engine's page, wherever it is: it comes, goes and comes back. A call waits for it; what it answers is
 * validated here like everything else that crosses a process boundary.
 */
export function createVisionLink(options: { open: () => void; onTrouble: (code: string) => void }) {
  let current: RpcLink<VisionFunctions> | null = null;
  let waiting: ((rpc: RpcLink<VisionFunctions>) => void)[] = [];
  let lastFailure: string | null = null;
  let models: { landmarker: string; embedder: string } | null = null;

  const connected = () =>
    current
      ? Promise.resolve(current)
      : new Promise<RpcLink<VisionFunctions>>((resolve, reject) => {
          const timer = setTimeout(() => {
            waiting = waiting.filter((one) => one !== arrived);
            reject(new CodedError(lastFailure ?? 'vision/unavailable', 'the face engine is not there'));
          }, patience);
          const arrived = (rpc: RpcLink<VisionFunctions>) => {
            clearTimeout(timer);
            resolve(rpc);
          };
          waiting.push(arrived);
        });

  /** One try again with a fresh page: a page that crashed under one picture may do with the next. */
  async function ask<T>(
    call: (remote: RpcLink<VisionFunctions>['remote']) => Promise<unknown>,
    schema: { parse(value: unknown): T },
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const rpc = await connected();
      try {
        return schema.parse(await call(rpc.remote));
      } catch (error) {
        const lost =
          error instanceof CodedError && (error.code === 'rpc/closed' || error.code === 'rpc/timeout');
        if (!lost || attempt === 2) throw error;
        options.onTrouble('vision/unavailable');
        if (current === rpc) {
          current = null;
          options.open();
        }
      }
    }
  }

  return {
    attach(channel: Channel) {
      const rpc = link<VisionFunctions & { ready(): void }>(channel, {}, 15_000);
      const mine = rpc as RpcLink<VisionFunctions>;
      channel.onClose(() => {
        if (current === mine) current = null;
      });
      // Ready only when its models are loaded and known by their hashes.
      rpc.remote
        .info()
        .then((raw) => {
          const info = visionInfo.parse(raw);
          models = { landmarker: info.landmarker.sha256, embedder: info.embedder.sha256 };
          lastFailure = null;
          current = mine;
          for (const arrived of waiting.splice(0)) arrived(mine);
        })
        .catch((error) => {
          const code = error instanceof CodedError ? error.code : 'vision/unavailable';
          lastFailure = code;
          if (code !== 'rpc/closed') options.onTrouble(code);
          rpc.close();
        });
    },
    ready: () => connected().then(() => {}),
    state: () => ({ up: current !== null, failure: lastFailure, models }),
    analyse: (image: Uint8Array) => ask((remote) => remote.analyse(image), imageAnalysis),
    cropPortrait: (page: Uint8Array) => ask((remote) => remote.cropPortrait(page), portraitCrop),
    compare: (portrait: Uint8Array, selfies: Uint8Array[]) =>
      ask((remote) => remote.compare({ portrait: own(portrait), selfies: selfies.map(own) }), comparison),
  };
}
/** The contract's bytes are plain array buffers; a Node Buffer may share its memory with others. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

export type VisionLink = ReturnType<typeof createVisionLink>;
