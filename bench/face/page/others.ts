import type { OtherEngine } from './face-bench.ts';

/** A picture's largest face as numbers; null where none is found. */
export type Embedder = (picture: HTMLCanvasElement) => Promise<number[] | null>;

/**
 * The other packages as their manuals use them, with nothing on that a comparison does not need. Their WebAssembly is not in
 * the packages, and WebGL without a GPU is slower than their plain JavaScript, which they compute in here.
 */
export async function loadOther(engine: OtherEngine): Promise<Embedder> {
  return engine === 'human' ? loadHuman() : loadFaceApi();
}

async function loadHuman(): Promise<Embedder> {
  const { Human } = await import('@vladmandic/human');
  const off = { enabled: false };
  const human = new Human({
    backend: 'cpu',
    warmup: 'none',
    modelBasePath: '/others/human/',
    cacheSensitivity: 0,
    filter: off,
    gesture: off,
    body: off,
    hand: off,
    object: off,
    segmentation: off,
    face: {
      enabled: true,
      detector: { rotation: true, maxDetected: 3 },
      mesh: { enabled: true },
      description: { enabled: true },
      iris: off,
      emotion: off,
      antispoof: off,
      liveness: off,
    },
  });
  await human.load();
  return async (picture) => {
    const { face } = await human.detect(picture);
    const [largest] = face.sort((a, b) => b.box[2] * b.box[3] - a.box[2] * a.box[3]);
    return largest?.embedding ? [...largest.embedding] : null;
  };
}

async function loadFaceApi(): Promise<Embedder> {
  const faceApi = await import('@vladmandic/face-api');
  const tf = faceApi.tf as unknown as { setBackend(name: string): Promise<boolean>; ready(): Promise<void> };
  await tf.setBackend('cpu');
  await tf.ready();
  for (const net of ['tinyFaceDetector', 'faceLandmark68Net', 'faceRecognitionNet'] as const)
    await faceApi.nets[net].loadFromUri('/others/face-api');
  const options = new faceApi.TinyFaceDetectorOptions({ inputSize: 416, scoreThreshold: 0.5 });
  return async (picture) => {
    const found = await faceApi.detectSingleFace(picture, options).withFaceLandmarks().withFaceDescriptor();
    return found ? [...found.descriptor] : null;
  };
}
