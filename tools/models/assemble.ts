import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faceEmbedderModel } from './dlib/network.ts';
import { ModelsError } from './errors.ts';
import { faceLandmarkerTask } from './face-mesh/task.ts';
import { type ModelInput, type ModelsManifest, sha256 } from './manifest.ts';

/**
 * Makes every file of `resources/models/generated/` in memory, from the inputs that the manifest names.
 *
 * @param root the project's folder, with its `node_modules`.
 * @returns contents by path below `generated/`.
 * @throws ModelsError `models/input-missing` or `models/input-unknown` when an input is not there, or is not the
 *   very file whose hash the manifest holds.
 */
export function assembleModels(root: string, manifest: ModelsManifest): ReadonlyMap<string, Uint8Array> {
  const inputs = new Map<string, Uint8Array>(
    manifest.inputs.map((input) => [`${input.package}/${input.file}`, readInput(root, input)]),
  );
  const input = (name: string) => {
    const data = inputs.get(name);
    if (!data) throw new ModelsError('models/manifest-malformed', `the manifest does not name ${name}`);
    return data;
  };
  const text = (name: string) => new TextDecoder().decode(input(name));
  const faceMesh = '@mediapipe/face_mesh/face_mesh_solution_packed_assets';
  const dlib = '@vladmandic/face-api/model/face_recognition_model';
  const runtime = '@mediapipe/tasks-vision/wasm/vision_wasm_internal';
  return new Map([
    ['face_landmarker.task', faceLandmarkerTask(text(`${faceMesh}_loader.js`), input(`${faceMesh}.data`))],
    ['face_embedder.tflite', faceEmbedderModel(text(`${dlib}-weights_manifest.json`), input(`${dlib}.bin`))],
    ['wasm/vision_wasm_internal.js', input(`${runtime}.js`)],
    ['wasm/vision_wasm_internal.wasm', input(`${runtime}.wasm`)],
  ]);
}

function readInput(root: string, input: ModelInput): Uint8Array {
  const name = `${input.package}@${input.version}/${input.file}`;
  let data: Uint8Array;
  try {
    data = readFileSync(join(root, 'node_modules', input.package, input.file));
  } catch (cause) {
    throw new ModelsError('models/input-missing', `${name} is not installed`, { cause });
  }
  if (sha256(data) !== input.sha256) {
    throw new ModelsError(
      'models/input-unknown',
      `${name} is not the file that was examined; it is not used`,
    );
  }
  return data;
}
