import { ModelsError } from '../errors.ts';

/** The names of files inside `@mediapipe/face_mesh`'s packed assets that are used here. */
export const PACKED = {
  detector: 'face_detection_short_range.tflite',
  landmarks: 'face_landmark_with_attention.tflite',
  geometry: 'geometry_pipeline_metadata_landmarks.binarypb',
} as const;

interface PackedFile {
  filename: string;
  start: number;
  end: number;
}

/**
 * Cuts Emscripten's packed assets (`.data`) into files, by the table of offsets that its loader script carries.
 *
 * @throws ModelsError `models/input-malformed` when the table is missing or does not fit the data.
 */
export function unpackAssets(loaderScript: string, data: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const match = /loadPackage\((\{"files": \[.*?\}\s*)\);/s.exec(loaderScript);
  const files = match ? (JSON.parse(match[1]!) as { files: PackedFile[] }).files : undefined;
  if (!files) throw new ModelsError('models/input-malformed', 'the loader script has no table of files');
  return new Map(
    files.map(({ filename, start, end }) => {
      if (!(start >= 0 && start < end && end <= data.length)) {
        throw new ModelsError('models/input-malformed', 'the table of files does not fit the packed assets');
      }
      return [filename.slice(filename.lastIndexOf('/') + 1), data.subarray(start, end)];
    }),
  );
}
