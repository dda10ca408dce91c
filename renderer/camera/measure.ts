/** A picture needs a camera's own regulation of exposure to have settled, which takes most about a second. */
const SETTLING = 1_000;
/** Milliseconds until the first frame, after which there will be none. */
const FIRST_FRAME = 5_000;
/** Light is measured on a picture of so few pixels; each stands for the mean of many. */
const SMALL = { width: 64, height: 48 } as const;

export interface Measured {
  widthPixels: number;
  heightPixels: number;
  framesPerSecond: number;
  /** Mean luma (ITU-R BT.709 weights on the sRGB values), 0 to 255. */
  brightness: number;
}

/** What a camera gives, seen for a second; null when it gives no pictures. Nothing of what it saw is kept. */
export async function measureStream(stream: MediaStream): Promise<Measured | null> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  try {
    video.play().catch(() => {});
    const first = await nextFrame(video, FIRST_FRAME);
    if (!first) return null;
    await new Promise((resolve) => setTimeout(resolve, SETTLING));
    const last = await nextFrame(video, FIRST_FRAME);
    if (!last) return null;
    const seconds = (last.now - first.now) / 1000;
    return {
      widthPixels: video.videoWidth,
      heightPixels: video.videoHeight,
      framesPerSecond: (last.frames - first.frames) / seconds,
      brightness: brightnessOf(video),
    };
  } finally {
    video.srcObject = null;
  }
}

function nextFrame(
  video: HTMLVideoElement,
  patience: number,
): Promise<{ now: number; frames: number } | null> {
  return new Promise((resolve) => {
    const asked = video.requestVideoFrameCallback((now, { presentedFrames }) => {
      clearTimeout(timer);
      resolve({ now, frames: presentedFrames });
    });
    const timer = setTimeout(() => {
      video.cancelVideoFrameCallback(asked);
      resolve(null);
    }, patience);
  });
}

function brightnessOf(video: HTMLVideoElement): number {
  const canvas = new OffscreenCanvas(SMALL.width, SMALL.height);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('no canvas to measure on');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(video, 0, 0, SMALL.width, SMALL.height);
  return meanLuma(pen.getImageData(0, 0, SMALL.width, SMALL.height).data);
}

/** @param pixels red, green, blue and alpha of each, 0 to 255 */
export function meanLuma(pixels: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < pixels.length; k += 4) {
    sum += 0.2126 * (pixels[k] ?? 0) + 0.7152 * (pixels[k + 1] ?? 0) + 0.0722 * (pixels[k + 2] ?? 0);
  }
  return (4 * sum) / pixels.length;
}
