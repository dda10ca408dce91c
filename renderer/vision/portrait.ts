import type { Box } from '../../electron/contract/index.ts';
import type { DetectedFace } from './detect.ts';
import { facePoints, middle } from './geometry.ts';
import { clipped } from './raster.ts';

/** Width of a portrait in distances between the eyes; ISO/IEC 19794-5's token image has 4, passports print 3.5. */
const WIDTH = 3.6;
/** Width to height of the portrait in a travel document: 35 × 45 mm (ICAO Doc 9303-3). */
const ASPECT = 35 / 45;
/** Where the eyes are, from the top edge (ISO/IEC 19794-5 full frontal: 30 to 50 %). */
const EYE_LINE = 0.45;

/** Where the document's portrait is, with the margins of a full frontal image, clipped to the page. */
export function portraitBox(face: DetectedFace, page: { width: number; height: number }): Box {
  const { rightEye, leftEye } = facePoints(face.landmarks);
  const eyes = middle(rightEye, leftEye);
  // A turned head shortens the distance between the eyes in the picture.
  const turn = Math.max(0.5, Math.cos((face.pose.yaw * Math.PI) / 180));
  const width = (WIDTH * face.interEyeDistance) / turn;
  const height = width / ASPECT;
  const wanted = { x: eyes.x - width / 2, y: eyes.y - EYE_LINE * height, width, height };
  return clipped(wanted, page.width, page.height);
}
