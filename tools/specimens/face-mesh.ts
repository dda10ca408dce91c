import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackAssets } from '../models/face-mesh/unpack.ts';

/** Points in centimetres (x to the viewer's right, y up, z towards the viewer) and the corners of triangles. */
export interface FaceMesh {
  v: [number, number, number][];
  f: number[];
}

const MESH = 'geometry_pipeline_metadata_landmarks.binarypb';

/**
 * MediaPipe's canonical face: field 1 of `GeometryPipelineMetadata` is a `Mesh3d` whose vertices (field 3) are five
 * floats each (x, y, z, u, v) and whose triangles (field 4) are indices
 * (mediapipe/tasks/cc/vision/face_geometry/proto).
 */
export function readFaceMesh(): FaceMesh {
  const folder = fileURLToPath(new URL('../../node_modules/@mediapipe/face_mesh', import.meta.url));
  const loader = readFileSync(join(folder, 'face_mesh_solution_packed_assets_loader.js'), 'utf8');
  const packed = readFileSync(join(folder, 'face_mesh_solution_packed_assets.data'));
  const metadata = unpackAssets(loader, packed).get(MESH);
  if (!metadata) throw new Error(`@mediapipe/face_mesh has no ${MESH}`);
  const [mesh] = fields(metadata).flatMap(({ number, value }) =>
    number === 1 && typeof value !== 'number' ? [value] : [],
  );
  const numbers = (wanted: number) =>
    fields(mesh!).flatMap(({ number, value }) =>
      number === wanted && typeof value === 'number' ? [value] : [],
    );
  const flat = numbers(3);
  const v: FaceMesh['v'] = [];
  for (let i = 0; i + 4 < flat.length; i += 5) v.push([flat[i]!, flat[i + 1]!, flat[i + 2]!]);
  return { v, f: numbers(4) };
}

/** The fields of a protobuf message: varints and 32-bit floats as numbers, the rest as bytes. */
function fields(message: Uint8Array): { number: number; value: number | Uint8Array }[] {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const found: { number: number; value: number | Uint8Array }[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const kind = tag & 7;
    let value: number | Uint8Array;
    if (kind === 0) value = varint();
    else if (kind === 5) {
      value = view.getFloat32(at, true);
      at += 4;
    } else if (kind === 2) {
      const length = varint();
      value = message.subarray(at, at + length);
      at += length;
    } else throw new Error(`a protobuf field of wire type ${kind} is not expected here`);
    found.push({ number: tag >>> 3, value });
  }
  return found;
}
