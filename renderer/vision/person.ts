import type { FaceRefusal } from '../../electron/contract/index.ts';
import type { DetectedFace } from './detect.ts';

/**
 * Of two faces in a live picture the smaller counts as a second person in front of the camera when it is at least
 * this share of the larger; smaller ones stand far behind, and are left alone.
 */
export const BYSTANDER_SHARE = 0.5;
/**
 * On a document the second face is mostly a ghost image: the same portrait, printed smaller. Up to this share it is
 * taken for one.
 */
export const GHOST_SHARE = 0.8;

/**
 * The one face that counts, or why there is none.
 *
 * @param faces from the largest to the smallest.
 * @param share how large the second may be compared with the first.
 */
export function onlyFace(
  faces: readonly DetectedFace[],
  share: number,
): { face: DetectedFace } | { refusal: FaceRefusal } {
  const [first] = faces;
  if (!first) return { refusal: 'no-face' };
  return secondShare(faces) >= share ? { refusal: 'several-faces' } : { face: first };
}

/** Size of the second largest face as a share of the largest; OFIQ's measure of a single face. */
export function secondShare([first, second]: readonly DetectedFace[]): number {
  if (!first || !second) return 0;
  return Math.sqrt((second.box.width * second.box.height) / (first.box.width * first.box.height));
}
