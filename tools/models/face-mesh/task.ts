import { ModelsError } from '../errors.ts';
import { normalizationMetadata } from '../tflite/metadata.ts';
import { patchModel } from '../tflite/patch.ts';
import { zipStored } from '../zip.ts';
import { mergeAttention } from './attention.ts';
import { PACKED, unpackAssets } from './unpack.ts';

/**
 * Builds the `.task` bundle of MediaPipe's FaceLandmarker (detector, 478 landmarks, geometry for the pose matrix)
 * from the models of the `@mediapipe/face_mesh` package. It holds no blendshapes model; the package has none.
 */
export function faceLandmarkerTask(loaderScript: string, data: Uint8Array): Uint8Array {
  const assets = unpackAssets(loaderScript, data);
  const asset = (name: string) => {
    const found = assets.get(name);
    if (!found) throw new ModelsError('models/input-malformed', `the packed assets lack ${name}`);
    return found;
  };
  const detector = patchModel(asset(PACKED.detector), { metadata: normalizationMetadata(127.5, 127.5, 2) });
  const landmarks = patchModel(asset(PACKED.landmarks), {
    metadata: normalizationMetadata(0, 255, 2),
    extend: mergeAttention,
  });
  return zipStored([
    ['face_detector.tflite', detector],
    ['face_landmarks_detector.tflite', landmarks],
    ['geometry_pipeline_metadata_landmarks.binarypb', asset(PACKED.geometry)],
  ]);
}
