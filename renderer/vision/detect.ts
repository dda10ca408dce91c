import type { FaceLandmarker, FaceLandmarkerResult } from '@mediapipe/tasks-vision';
import type { Box, Face, Point } from '../../electron/contract/index.ts';
import { boundingBox, distance, facePoints, MESH, poseOf } from './geometry.ts';
import type { Picture } from './picture.ts';
import { overlap } from './raster.ts';

/** A face as found, before it is measured. */
export interface DetectedFace {
  /** Pixels of the picture. */
  readonly landmarks: readonly Point[];
  readonly box: Box;
  readonly pose: Face['pose'];
  readonly interEyeDistance: number;
}

/** Longest side in which a picture is searched; the detector itself looks at 128 pixels. */
const SEARCH_SIDE = 1280;
const TILE_SIDE = 640;
/** Tiles of these shares of the longer side are searched, in turn, when the whole picture shows no face. */
const TILE_SHARES = [0.5, 0.25];
const SAME_FACE = 0.3;
/** Pixels between the eyes below which nothing on a page is taken for a portrait; nothing could be compared. */
const SMALLEST_PORTRAIT = 14;

/** Faces in the whole picture, from the largest to the smallest. */
export function findFaces(landmarker: FaceLandmarker, picture: Picture): DetectedFace[] {
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  return distinct(search(landmarker, picture, whole, SEARCH_SIDE));
}

/**
 * Faces on a page, where the portrait may be a small part of it: the whole is searched first, then overlapping tiles,
 * and what a tile shows is looked at again with the face in the middle.
 */
export function findFacesOnPage(landmarker: FaceLandmarker, picture: Picture): DetectedFace[] {
  const plausible = (face: DetectedFace) => face.interEyeDistance >= SMALLEST_PORTRAIT;
  const whole = findFaces(landmarker, picture).filter(plausible);
  if (whole.length) return whole;
  for (const share of TILE_SHARES) {
    const found = tiles(picture, share).flatMap((tile) => search(landmarker, picture, tile, TILE_SIDE));
    const refined = distinct(found).flatMap(
      (face) => search(landmarker, picture, around(face.box, 2.2), TILE_SIDE)[0] ?? [],
    );
    const portraits = distinct(refined).filter(plausible);
    if (portraits.length) return portraits;
  }
  return [];
}

/** Squares of `share` of the longer side, each half covered by the next. */
export function tiles({ width, height }: { width: number; height: number }, share: number): Box[] {
  const side = Math.max(width, height) * share;
  const starts = (length: number) => {
    const steps = Math.max(0, Math.ceil((length - side) / (side / 2)));
    return Array.from({ length: steps + 1 }, (_, k) => (steps ? (k * (length - side)) / steps : 0));
  };
  return starts(height).flatMap((y) => starts(width).map((x) => ({ x, y, width: side, height: side })));
}

/** A box `factor` times as large around the same centre. */
export function around({ x, y, width, height }: Box, factor: number): Box {
  const side = Math.max(width, height) * factor;
  return { x: x + width / 2 - side / 2, y: y + height / 2 - side / 2, width: side, height: side };
}

function search(landmarker: FaceLandmarker, picture: Picture, wanted: Box, longest: number): DetectedFace[] {
  const { raster, scale, box } = picture.part(wanted, longest);
  const pixels = new ImageData(raster.data, raster.width, raster.height);
  return facesOf(landmarker.detect(pixels), raster).map((face) => moved(face, scale, box));
}

/** What MediaPipe found, in pixels of the picture it looked at. */
export function facesOf(
  result: Pick<FaceLandmarkerResult, 'faceLandmarks' | 'facialTransformationMatrixes'>,
  { width, height }: { width: number; height: number },
): DetectedFace[] {
  return result.faceLandmarks.flatMap((normalized, k) => {
    const matrix = result.facialTransformationMatrixes[k];
    if (normalized.length !== MESH.count || !matrix) return [];
    const landmarks = normalized.map(({ x, y }) => ({ x: x * width, y: y * height }));
    const { rightEye, leftEye } = facePoints(landmarks);
    const interEyeDistance = distance(rightEye, leftEye);
    if (!(interEyeDistance > 0)) return [];
    return { landmarks, box: boundingBox(landmarks), pose: poseOf(matrix.data), interEyeDistance };
  });
}

function moved(face: DetectedFace, scale: number, origin: Box): DetectedFace {
  const { x, y, width, height } = face.box;
  return {
    landmarks: face.landmarks.map((point) => ({
      x: origin.x + point.x * scale,
      y: origin.y + point.y * scale,
    })),
    box: { x: origin.x + x * scale, y: origin.y + y * scale, width: width * scale, height: height * scale },
    pose: face.pose,
    interEyeDistance: face.interEyeDistance * scale,
  };
}

/** Each face once, from the largest to the smallest. */
export function distinct(faces: readonly DetectedFace[]): DetectedFace[] {
  const kept: DetectedFace[] = [];
  const bySize = [...faces].sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
  for (const face of bySize) {
    if (kept.every((other) => overlap(face.box, other.box) < SAME_FACE)) kept.push(face);
  }
  return kept;
}
