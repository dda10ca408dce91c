import { degradedPortrait } from '../../../renderer/vision/degrade.ts';
import { findFaces } from '../../../renderer/vision/detect.ts';
import { expectedModels, facesOf, loadFaceLandmarker } from '../../../renderer/vision/index.ts';
import { withPicture } from '../../../renderer/vision/picture.ts';
import type { FaceBench, OtherEngine } from './face-bench.ts';
import { type Embedder, loadOther } from './others.ts';

const base64Of = (bytes: Uint8Array) =>
  btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

async function openCamera(): Promise<HTMLVideoElement> {
  const video = document.querySelector<HTMLVideoElement>('#camera')!;
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
  await video.play();
  return video;
}

const nextFrame = (video: HTMLVideoElement) =>
  new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()));

const others = new Map<OtherEngine, Embedder>();
let stills: ReturnType<typeof loadFaceLandmarker> | undefined;

const faceBench: FaceBench = {
  async landmarkLoop(seconds) {
    const landmarker = await loadFaceLandmarker({ modelBase: '/models' }, expectedModels.landmarker, 'VIDEO');
    const video = await openCamera();
    landmarker.detectForVideo(video, performance.now());
    const ms: number[] = [];
    let found = 0;
    const until = performance.now() + 1000 * seconds;
    while (performance.now() < until) {
      await nextFrame(video);
      const began = performance.now();
      const size = { width: video.videoWidth, height: video.videoHeight };
      if (facesOf(landmarker.detectForVideo(video, began), size).length > 0) found += 1;
      ms.push(performance.now() - began);
    }
    for (const track of (video.srcObject as MediaStream).getTracks()) track.stop();
    landmarker.close();
    return { frames: ms.length, found, ms };
  },
  async load(engine) {
    const began = performance.now();
    others.set(engine, await loadOther(engine));
    return performance.now() - began;
  },
  async embed(engine, picture) {
    const bitmap = await createImageBitmap(new Blob([bytesOf(picture)]));
    const canvas = document.createElement('canvas');
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
    const began = performance.now();
    const vector = await others.get(engine)!(canvas);
    return { vector, ms: performance.now() - began };
  },
  async degrade(picture) {
    stills ??= loadFaceLandmarker({ modelBase: '/models' }, expectedModels.landmarker, 'IMAGE');
    const landmarker = await stills;
    return withPicture(bytesOf(picture), async (open) => {
      const [face] = findFaces(landmarker, open);
      return face ? base64Of(await degradedPortrait(open, face)) : null;
    });
  },
};

Object.assign(window, { faceBench });
