import { startFaceCapture } from '../../../../renderer/camera/index.ts';
import { expectedModels, loadFaceLandmarker } from '../../../../renderer/vision/index.ts';

import type { GuideBench, GuideRun, Where } from './guide-bench.ts';

const size = { width: 640, height: 480 };
/** Milliseconds that are not measured, while the model's code is made faster. */
const SETTLING = 1_500;
const INTERVAL = 1000 / 15;

async function run(where: Where, seconds: number): Promise<GuideRun> {
  const video = document.querySelector('video')!;
  let looks = 0;
  const stop = await begin(where, video, () => {
    looks += 1;
  });
  const settled = performance.now() + 60_000;
  while (where !== 'nothing' && looks === 0) {
    if (performance.now() > settled) throw new Error('the guide did not begin');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await new Promise((resolve) => setTimeout(resolve, SETTLING));
  const long: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) long.push(duration);
  });
  observer.observe({ entryTypes: ['longtask'] });
  const gaps: number[] = [];
  looks = 0;
  const began = performance.now();
  let last = began;
  while (last - began < seconds * 1000) {
    const now = await new Promise<number>((resolve) =>
      requestAnimationFrame(() => resolve(performance.now())),
    );
    gaps.push(now - last);
    last = now;
  }
  const seen = looks;
  await new Promise((resolve) => setTimeout(resolve, 100));
  observer.disconnect();
  stop();
  return { looks: seen, elapsed: last - began, gaps, long };
}

async function begin(where: Where, video: HTMLVideoElement, looked: () => void): Promise<() => void> {
  if (where === 'thread') {
    const session = startFaceCapture(
      video,
      {
        camera() {},
        hint: (hint) => hint && looked(),
        asked() {},
        taken() {
          throw new Error('nobody was to be photographed');
        },
        unguided(error) {
          throw error;
        },
      },
      { rule: { allowed: [], simulated: true }, ...size },
    );
    return session.stop;
  }
  const stream = await navigator.mediaDevices.getUserMedia({ video: size });
  video.srcObject = stream;
  await video.play();
  const landmarker =
    where === 'page'
      ? await loadFaceLandmarker({ modelBase: '/models' }, expectedModels.landmarker, 'VIDEO')
      : null;
  let last = 0;
  let scheduled = 0;
  const look = () => {
    scheduled = video.requestVideoFrameCallback(look);
    const at = performance.now();
    if (at - last < INTERVAL) return;
    last = at;
    landmarker?.detectForVideo(video, at);
    looked();
  };
  scheduled = video.requestVideoFrameCallback(look);
  return () => {
    video.cancelVideoFrameCallback(scheduled);
    for (const track of stream.getTracks()) track.stop();
    landmarker?.close();
  };
}

const guideBench: GuideBench = { run };
Object.assign(window, { guideBench });
