import { join } from 'node:path';
import { openVisionProcess, type VisionLink } from '../../browser/index.ts';
import { CodedError, type Metric } from '../../contract/index.ts';
import { type FaceModel, knownModels } from '../../host/faces/index.ts';
import { type FaceModelSlot, openFaceModel } from '../../host/faces/slot/index.ts';
import { programRoot } from '../places.ts';

/** The face engine, and what is known of the model it recognises by. */
export interface FaceEngine {
  readonly vision: VisionLink;
  readonly modelSha256: string;
  readonly metric: Metric;
  /** Null where there is no valid measurement. */
  readonly model: FaceModel | null;
  /** Null: the kiosk's own model. */
  readonly slot: FaceModelSlot | null;
}

/**
 * Starts the kiosk's face engine in a headless Chromium, does the work and ends it.
 *
 * @param folder of an organisation's model; undefined: the kiosk's own
 * @throws FaceModelError, BrowserError, CodedError `vision/...` when there is nothing to work with
 */
export async function withFaceEngine<T>(
  folder: string | undefined,
  work: (engine: FaceEngine) => Promise<T>,
): Promise<T> {
  const slot = folder === undefined ? null : await openFaceModel(folder);
  const root = programRoot();
  const running = await openVisionProcess({
    renderer: process.env.PROOFDESK_RENDERER ?? join(root, 'out/renderer'),
    models: join(process.env.PROOFDESK_RESOURCES ?? join(root, 'resources'), 'models/generated'),
    embedder: slot && { setup: slot.setup, bytes: slot.bytes },
  });
  try {
    const modelSha256 = running.vision.state().models?.embedder ?? '';
    const own = knownModels.find(({ sha256 }) => sha256 === modelSha256) ?? null;
    return await work({
      vision: running.vision,
      modelSha256,
      metric: slot?.setup.metric ?? 'euclidean',
      model: slot ? slot.model : own,
      slot,
    });
  } finally {
    await running.close();
  }
}

/** Faults of one picture, by the reason they are told with; all else is a fault of the whole command. */
const pictureFaults: Readonly<Record<string, string>> = {
  'vision/image-unreadable': 'image-unreadable',
  'vision/image-too-large': 'image-too-large',
  'rpc/timeout': 'image-hangs-the-engine',
  'rpc/closed': 'image-ends-the-engine',
};

/** What the picture is refused for. @throws whatever is no fault of a picture */
export function pictureFault(error: unknown): string {
  const reason = error instanceof CodedError ? pictureFaults[error.code] : undefined;
  if (reason === undefined) throw error;
  return reason;
}
