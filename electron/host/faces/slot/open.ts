import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError, type EmbedderSetup, largestModelBytes } from '../../../contract/index.ts';
import type { FaceModel } from '../models.ts';
import { CALIBRATION_FILE, type CalibrationProblem, judgeCalibration } from './calibration.ts';
import { DESCRIPTOR_FILE, type FaceModelDescriptor, faceModelDescriptor, setupOf } from './descriptor.ts';

export class FaceModelError extends CodedError<
  'face-model/missing' | 'face-model/malformed' | 'face-model/unknown' | 'face-model/too-large'
> {}

/** A recognition model that an organisation put beside ours, as it lies in its folder. */
export interface FaceModelSlot {
  readonly descriptor: FaceModelDescriptor;
  readonly setup: EmbedderSetup;
  /** The file, which is the one that the descriptor's hash is of. */
  readonly bytes: Uint8Array;
  /** Thresholds; null where there is no valid measurement, and then why. */
  readonly model: FaceModel | null;
  readonly problem: CalibrationProblem | null;
}

/**
 * Reads a model, its descriptor and its measurement from a folder.
 *
 * @throws FaceModelError when there is no model in it that can be used at all; without a measurement it still is one
 */
export async function openFaceModel(folder: string): Promise<FaceModelSlot> {
  const parsed = faceModelDescriptor.safeParse(await readJson(join(folder, DESCRIPTOR_FILE)));
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`);
    throw new FaceModelError('face-model/malformed', `${DESCRIPTOR_FILE}: ${places.join('; ')}`);
  }
  const descriptor = parsed.data;
  const bytes = await readModel(join(folder, descriptor.file));
  if (createHash('sha256').update(bytes).digest('hex') !== descriptor.sha256) {
    throw new FaceModelError(
      'face-model/unknown',
      `${descriptor.file} is not the file of ${DESCRIPTOR_FILE}`,
    );
  }
  const setup = setupOf(descriptor);
  const report = await readJson(join(folder, CALIBRATION_FILE)).catch((error: unknown) => {
    if (error instanceof FaceModelError && error.code === 'face-model/missing') return undefined;
    return null;
  });
  if (report === undefined) return { descriptor, setup, bytes, model: null, problem: 'calibration-missing' };
  const judged = judgeCalibration(report, setup);
  if ('problem' in judged) return { descriptor, setup, bytes, model: null, problem: judged.problem };
  const model = { sha256: setup.sha256, thresholds: judged.calibration.thresholds };
  return { descriptor, setup, bytes, model, problem: null };
}

async function readModel(path: string): Promise<Uint8Array> {
  const { size } = await stat(path).catch((cause) => missing(path, cause));
  if (size > largestModelBytes) {
    throw new FaceModelError('face-model/too-large', `a model has at most ${largestModelBytes} bytes`);
  }
  return new Uint8Array(await readFile(path).catch((cause) => missing(path, cause)));
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause) => missing(path, cause));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FaceModelError('face-model/malformed', `${path} is not JSON`, { cause });
  }
}

function missing(path: string, cause: unknown): never {
  throw new FaceModelError('face-model/missing', `cannot read ${path}`, { cause });
}
