import { CodedError } from '../../contract/index.ts';
import { type FaceModel, FaceModelError, knownModels, openFaceModel } from '../faces/index.ts';
import type { ModelForPage } from './vision-link.ts';

/** The recognition model this station compares by. */
export interface FaceModelChoice {
  /** With thresholds; none where nothing is decided by face. */
  readonly models: readonly FaceModel[];
  /** What the vision page is handed; null: it has its own. */
  readonly page: (() => Promise<ModelForPage>) | null;
  /** Why nothing is decided by face, though a model was asked for; null: by face is decided. */
  readonly uncalibrated: string | null;
}

export const ownFaceModel: FaceModelChoice = { models: knownModels, page: null, uncalibrated: null };

/**
 * The model in the folder that the station file names, else the kiosk's own. A model that cannot be used, or has no valid
 * measurement, is not quietly replaced by the kiosk's own: then faces are left to staff.
 *
 * @param folder null: the station file names none
 */
export async function chooseFaceModel(folder: string | null): Promise<FaceModelChoice> {
  if (folder === null) return ownFaceModel;
  const leftToStaff = (why: string): FaceModelChoice => ({ models: [], page: null, uncalibrated: why });
  try {
    const { model, problem } = await openFaceModel(folder);
    if (!model) return leftToStaff(problem ?? 'calibration-missing');
    return { models: [model], page: () => read(folder, model.sha256), uncalibrated: null };
  } catch (error) {
    if (error instanceof FaceModelError) return leftToStaff(error.code);
    throw error;
  }
}

/** Read again for every page, so that the host does not hold it; it must still be what it was at the start. */
async function read(folder: string, sha256: string): Promise<ModelForPage> {
  const { setup, bytes, model } = await openFaceModel(folder).catch(changed);
  return model?.sha256 === sha256 ? { setup, bytes } : changed();
}

function changed(cause?: unknown): never {
  throw new CodedError('vision/model-unknown', 'the station’s face model is not what it was at the start', {
    cause,
  });
}
