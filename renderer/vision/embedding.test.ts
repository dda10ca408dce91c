import { describe, expect, it } from 'vitest';
import { type EmbeddingModel, embedFace, type FaceEmbedder, type Views } from './embedding.ts';
import { expectedModels } from './expected.ts';
import type { Picture } from './picture.ts';
import { blankRaster, type Raster } from './raster.ts';
import { faceAt } from './testing/mesh.ts';

const face = faceAt({ x: 200, y: 200 }, 80);

/** A picture of stripes, brighter to the right, so that its mirror image is another. */
const picture: Picture = {
  width: 400,
  height: 400,
  part(box) {
    const raster = blankRaster(400, 400);
    for (let k = 0; k < 160_000; k++) {
      const x = k % 400;
      raster.data.set([x / 2 + (x % 8 < 4 ? 40 : 0), 90, 60, 255], 4 * k);
    }
    return { raster, scale: 1, box: { ...box, x: 0, y: 0 } };
  },
  encode: async () => new Uint8Array(0),
  close() {},
};

/** A network whose numbers are the mean red of the left and of the right half, and of every other column. */
function embedderWith(views: Views, metric: EmbeddingModel['metric'] = 'euclidean') {
  const chips: Raster[] = [];
  const embedder: FaceEmbedder = {
    model: { ...expectedModels.embedder, metric, views },
    async embedChip(chip) {
      chips.push(chip);
      const sums = [0, 0, 0];
      for (let k = 0; k < chip.width * chip.height; k++) {
        const [x, red] = [k % chip.width, chip.data[4 * k]!];
        sums[x < chip.width / 2 ? 0 : 1]! += red;
        if (x % 2) sums[2]! += red;
      }
      return Float64Array.from(sums, (sum) => sum / (chip.width * chip.height));
    },
    close() {},
  };
  return { embedder, chips };
}
const shipped = expectedModels.embedder.views;

describe('embedFace', () => {
  it('looks at the face once for each border, and at its mirror images', async () => {
    const { embedder, chips } = embedderWith({ paddings: [0.2, 0.3], mirror: true, smoothPortrait: false });
    const [left, right] = await embedFace(embedder, picture, face, 'selfie');
    expect(chips.map(({ width }) => width)).toEqual([150, 150, 150, 150]);
    // With its mirror image a face has no left and right.
    expect(left).toBeCloseTo(right!, 9);
    const single = embedderWith({ paddings: [0.25], mirror: false, smoothPortrait: false });
    const [one, other] = await embedFace(single.embedder, picture, face, 'selfie');
    expect(single.chips).toHaveLength(1);
    expect(other!).toBeGreaterThan(one! + 5);
  });

  it('is what the kiosk ships: one border of a quarter, mirrored, portraits as they are', () => {
    expect(shipped).toEqual({ paddings: [0.25], mirror: true, smoothPortrait: false });
  });

  it('filters portraits, and never selfies, where the model asks for it', async () => {
    const chipOf = async (smoothPortrait: boolean, from: 'portrait' | 'selfie') => {
      const { embedder, chips } = embedderWith({ ...shipped, smoothPortrait });
      await embedFace(embedder, picture, face, from);
      return chips[0]!.data;
    };
    const plain = await chipOf(false, 'portrait');
    expect(await chipOf(true, 'selfie')).toEqual(plain);
    expect(await chipOf(true, 'portrait')).not.toEqual(plain);
  });

  it('averages directions where angles are measured', async () => {
    const { embedder } = embedderWith(shipped, 'cosine');
    expect(Math.hypot(...(await embedFace(embedder, picture, face, 'selfie')))).toBeCloseTo(1, 9);
  });
});
