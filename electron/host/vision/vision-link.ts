import { z } from 'zod';
import {
  type Channel,
  CodedError,
  comparison,
  type EmbedderSetup,
  type EmbeddingRequest,
  embedding,
  imageAnalysis,
  link,
  modelPartBytes,
  portraitCrop,
  type RpcLink,
  type SequenceRequest,
  sequenceFrame,
  type VisionFunctions,
  type VisionInfo,
  visionInfo,
} from '../../contract/index.ts';

/** How long a visit waits for the face engine to come (back) before it goes on without it, in milliseconds. */
const patience = 20_000;

/** A recognition model of an organisation, verified, as a page takes it. */
export interface ModelForPage {
  readonly setup: EmbedderSetup;
  readonly bytes: Uint8Array;
}

/**
 * The face engine's page, wherever it is: it comes, goes and comes back. A call waits for it; what it answers is
 * validated here like everything else that crosses a process boundary.
 */
export function createVisionLink(options: {
  open: () => void;
  onTrouble: (code: string) => void;
  onReady?: () => void;
  /** Another recognition model than the page's own, handed to every page that comes; null: the page's own. */
  embedder?: () => Promise<ModelForPage | null>;
}) {
  let current: RpcLink<VisionFunctions> | null = null;
  let waiting: { giveUp(): void; arrived(rpc: RpcLink<VisionFunctions>): void }[] = [];
  let opening = false;
  let lastFailure: string | null = null;
  let models: { landmarker: string; embedder: string } | null = null;

  /** A model that is missing or unknown is so until somebody mends it: nobody is to wait for that. */
  const hopeless = () => current === null && (lastFailure?.startsWith('vision/model') ?? false);

  const connected = (): Promise<RpcLink<VisionFunctions>> =>
    current
      ? Promise.resolve(current)
      : new Promise<RpcLink<VisionFunctions>>((resolve, reject) => {
          const giveUp = () => {
            clearTimeout(timer);
            waiting = waiting.filter((one) => one !== waiter);
            reject(new CodedError(lastFailure ?? 'vision/unavailable', 'the face engine is not there'));
          };
          const timer = setTimeout(giveUp, patience);
          const waiter = {
            giveUp,
            arrived(rpc: RpcLink<VisionFunctions>) {
              clearTimeout(timer);
              resolve(rpc);
            },
          };
          waiting.push(waiter);
          if (hopeless()) giveUp();
        });

  /** The page when its models are loaded: its own, or the one it is handed. */
  const prepared = async ({ remote }: RpcLink<VisionFunctions>): Promise<VisionInfo> => {
    const info = visionInfo.parse(await remote.info());
    const model = await options.embedder?.();
    if (!model) return info;
    for (let at = 0; at < model.bytes.length; at += modelPartBytes) {
      const bytes = own(model.bytes.subarray(at, at + modelPartBytes));
      await remote.modelPart({ first: at === 0, bytes });
    }
    return visionInfo.parse(await remote.loadEmbedder(model.setup));
  };

  /** The page that did not answer is replaced, once for everyone who waited for it. */
  const reopen = (dead: RpcLink<VisionFunctions>) => {
    dead.close();
    if (current === dead) current = null;
    if (current || opening) return;
    opening = true;
    options.open();
  };

  /** One try again with a fresh page: a page that crashed under one picture may do with the next. */
  async function ask<T>(
    call: (remote: RpcLink<VisionFunctions>['remote']) => Promise<unknown>,
    schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; error: unknown } },
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const rpc = await connected();
      try {
        const answer = schema.safeParse(await call(rpc.remote));
        if (answer.success) return answer.data;
        throw new CodedError('vision/malformed', 'the face engine answered something else');
      } catch (error) {
        const lost =
          error instanceof CodedError && (error.code === 'rpc/closed' || error.code === 'rpc/timeout');
        if (!lost || attempt === 2) throw error;
        options.onTrouble('vision/unavailable');
        reopen(rpc);
      }
    }
  }

  return {
    attach(channel: Channel) {
      const rpc = link<VisionFunctions & { ready(): void }>(channel, {}, 15_000);
      const mine = rpc as RpcLink<VisionFunctions>;
      opening = false;
      channel.onClose(() => {
        if (current === mine) current = null;
      });
      // Ready only when its models are loaded and known by their hashes.
      prepared(mine)
        .then((info) => {
          models = { landmarker: info.landmarker.sha256, embedder: info.embedder.sha256 };
          lastFailure = null;
          current = mine;
          options.onReady?.();
          for (const { arrived } of waiting.splice(0)) arrived(mine);
        })
        .catch((error: unknown) => {
          const own = error instanceof CodedError && error.code.startsWith('vision/') ? error.code : null;
          const leaving = error instanceof CodedError && error.code === 'rpc/closed';
          rpc.close();
          // A page that went before it was ready says nothing of why; another may be there already.
          if (leaving || current) return;
          const failure = own ?? 'vision/unavailable';
          lastFailure = failure;
          options.onTrouble(failure);
          if (hopeless()) for (const { giveUp } of [...waiting]) giveUp();
        });
    },
    ready: () => connected().then(() => {}),
    state: () => ({ up: current !== null, failure: lastFailure, models }),
    analyse: (image: Uint8Array) => ask((remote) => remote.analyse(image), imageAnalysis),
    cropPortrait: (page: Uint8Array) => ask((remote) => remote.cropPortrait(page), portraitCrop),
    compare: (portrait: Uint8Array, selfies: Uint8Array[]) =>
      ask((remote) => remote.compare({ portrait: own(portrait), selfies: selfies.map(own) }), comparison),
    measureSequence: ({ reference, frames, identify }: Pictures<SequenceRequest>) =>
      ask(
        (remote) => remote.measureSequence({ reference: own(reference), frames: frames.map(own), identify }),
        z.array(sequenceFrame),
      ),
    /** For measuring over many pairs; a visit never asks for it. */
    embed: ({ image, as }: EmbeddingRequest) =>
      ask((remote) => remote.embed({ image: own(image), as }), embedding),
  };
}
/** A request whose pictures may share their memory with others. */
type Pictures<Request extends { reference: Uint8Array; frames: Uint8Array[] }> = Omit<
  Request,
  'reference' | 'frames'
> & { reference: Uint8Array; frames: readonly Uint8Array[] };

/** The contract's bytes are plain array buffers; a Node Buffer may share its memory with others. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

export type VisionLink = ReturnType<typeof createVisionLink>;
